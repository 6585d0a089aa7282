"use strict";
/*
 * A page that can be played with: it works the days out, says where each number comes from, and shows both.
 *
 * From the top: arithmetic, words, sentences, where numbers come from, what the reader chose, the page.
 * Nothing here is about a network in particular: the page's data says which operations lead from step to step.
 */

/** @typedef {{step: string, part: number | null, isYesterday: boolean}} Take */
/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} formula
 * @property {string} operation
 * @property {Take[]} takes
 * @property {number[][] | null} matrix
 * @property {string} matrixName
 * @property {number[]} parts  how many rows each part has
 * @property {boolean} hasWinners
 * @property {boolean} isNamed
 */
/** @typedef {{word: string, symbol: string, parts: string[], entries: string[]}} StepWords */
/**
 * @typedef {object} Words  what is said in one language
 * @property {Record<string, string>} said  templates by name
 * @property {string} comma
 * @property {string} and
 * @property {string} blank
 * @property {string[]} dishes
 * @property {string[]} weathers
 * @property {string[]} rules  of each weather
 * @property {string[]} days
 * @property {string[]} short  day words for the strip, from the day before the first on
 * @property {StepWords[]} steps
 */
/**
 * @typedef {object} Data
 * @property {string} lang
 * @property {string} name
 * @property {number} first  the number of the first day
 * @property {number} left  days that are not on the page
 * @property {number[]} weathers
 * @property {number} start
 * @property {Record<string, number[]> | null} before  what the day before the first left, where no day 0 can say it
 * @property {boolean} isLearned
 * @property {string[]} dishes
 * @property {string[]} weatherNames
 * @property {string[] | null} rules
 * @property {number[][] | null} follows  the dish after each weather and dish, by the rules
 * @property {Step[]} steps
 * @property {{step: number, matrices: (number[][] | null)[]}[] | null} stages  of a training, whose last is `steps`
 * @property {Record<string, Words>} words
 */
/** @typedef {{values: number[][], winners: number[][], dish: number | null, isTie: boolean}} Day */
/** @typedef {{day: number, step: number, row: number}} Place  `day` is -1 for the day before the first */

// Arithmetic

const size = (/** @type {Step} */ step) => step.parts.reduce((sum, rows) => sum + rows, 0);
const oneHot = (/** @type {number | null} */ place, /** @type {number} */ length) =>
  Array.from({ length }, (_, row) => Number(row === place));
const sigmoid = (/** @type {number} */ z) => 1 / (1 + Math.exp(-z));
const argmax = (/** @type {number[]} */ vector) => vector.indexOf(Math.max(...vector));

/** The rows of the largest entry: several where they tie. @param {number[]} vector */
function maxima(vector) {
  const most = Math.max(...vector);
  return vector.flatMap((value, row) => (value === most ? [row] : []));
}

/** @type {Record<string, (inputs: number[][], step: Step, matrix: number[][] | null) => number[]>} */
const OPERATIONS = {
  stack: (inputs) => inputs.flat(),
  matvec: ([vector], step, matrix) =>
    matrix ? matrix.map((row) => row.reduce((sum, weight, column) => sum + weight * vector[column], 0))
      : oneHot(null, size(step)),
  add: ([a, b]) => a.map((value, row) => value + b[row]),
  hardmax: ([vector]) => oneHot(argmax(vector), vector.length),
  fold: ([vector], step) =>
    oneHot(null, size(step)).map((_, row) =>
      vector.reduce((sum, value, place) => sum + (place % size(step) === row ? value : 0), 0)),
  tanh: ([vector]) => vector.map(Math.tanh),
  sigmoid: ([vector]) => vector.map(sigmoid),
  softmax: ([vector]) => {
    const most = Math.max(...vector);
    const powers = vector.map((value) => Math.exp(value - most));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  },
  gate: ([a, b, c, d]) => a.map((value, row) => value * b[row] + c[row] * (d ? d[row] : 1)),
  rest: ([a]) => a.map((value) => 1 - value),
  squash: ([a, b]) => a.map((value, row) => value * Math.tanh(b[row])),
};

/** Where a step that another takes stands among the steps; -1 for what is given. @type {WeakMap<Data, Map<string, number>>} */
const INDEXES = new WeakMap();

/** @param {Data} data @param {string} name */
function indexOf(data, name) {
  let index = INDEXES.get(data);
  if (!index) {
    index = new Map(data.steps.map((step, place) => [step.name, place]));
    INDEXES.set(data, index);
  }
  return index.get(name) ?? -1;
}

/** The rows of a step that are taken: from where, and how many. @param {Data} data @param {Take} take */
function rowsOf(data, take) {
  const parts = data.steps[indexOf(data, take.step)].parts;
  const before = take.part === null ? [] : parts.slice(0, take.part);
  const from = before.reduce((sum, rows) => sum + rows, 0);
  return { from, length: take.part === null ? parts.reduce((sum, rows) => sum + rows, 0) : parts[take.part] };
}

/**
 * Work a day out.
 * @param {Data} data @param {(number[][] | null)[]} matrices  one a step
 * @param {number[][]} yesterday @param {number | null} weather @param {number | null} dish  shown on day 0 only
 * @returns {Day}
 */
function oneDay(data, matrices, yesterday, weather, dish) {
  /** @type {Record<string, number[]>} */
  const given = {
    "@weather": oneHot(weather, data.weatherNames.length),
    "@dish": oneHot(dish, data.dishes.length),
    "@one": [1],
  };
  /** @type {Day} */
  const day = { values: [], winners: [], dish: null, isTie: false };
  for (const [place, step] of data.steps.entries()) {
    const inputs = step.takes.map((take) => {
      if (take.step in given) return given[take.step];
      const { from, length } = rowsOf(data, take);
      return (take.isYesterday ? yesterday : day.values)[indexOf(data, take.step)].slice(from, from + length);
    });
    if (step.operation === "hardmax" && maxima(inputs[0]).length > 1) {
      day.isTie = true;
      return day;
    }
    const value = OPERATIONS[step.operation](inputs, step, matrices[place]);
    day.values.push(value);
    day.winners.push(!step.hasWinners ? [] : data.isLearned ? [argmax(value)] : maxima(value));
  }
  const last = maxima(day.values[day.values.length - 1]);
  day.dish = last.length === 1 || data.isLearned ? last[0] : null;
  return day;
}

/** The values of the day before the first. @param {Data} data @param {(number[][] | null)[]} matrices @param {number} start @param {Data["before"]} [before] */
function dayZero(data, matrices, start, before = data.before) {
  const takes = data.steps.flatMap((step) => step.takes);
  /** @type {number[][]} */
  const left = data.steps.map((step) => oneHot(null, size(step)));
  if (before) {
    for (const [name, value] of Object.entries(before)) left[indexOf(data, name)] = value;
  } else if (takes.some((take) => take.step === "@dish")) {
    return oneDay(data, matrices, left, null, start).values;
  } else {
    for (const take of takes) {
      if (take.isYesterday) left[indexOf(data, take.step)] = oneHot(start, size(data.steps[indexOf(data, take.step)]));
    }
  }
  return left;
}

/**
 * Work all days out, up to one that a tie leaves open.
 * @param {Data} data @param {(number[][] | null)[]} matrices @param {number[]} weathers @param {number} start
 */
function run(data, matrices, weathers, start) {
  const zero = dayZero(data, matrices, start);
  /** @type {Day[]} */
  const days = [];
  let yesterday = zero;
  for (const weather of weathers) {
    const day = oneDay(data, matrices, yesterday, data.weatherNames.length ? weather : null, null);
    days.push(day);
    if (day.isTie) break;
    yesterday = day.values;
  }
  return { zero, days };
}

/**
 * The cases that are wrong, of all that there can be: each dish (in each part of the state) and weather.
 * @param {Data} data @param {(number[][] | null)[]} matrices
 */
function wrongCases(data, matrices) {
  const after = (/** @type {number[][]} */ left, /** @type {number} */ weather) =>
    oneDay(data, matrices, left, data.weatherNames.length ? weather : null, null).dish;
  const follows = data.follows ?? [];
  const carried = data.steps.flatMap((step) => step.takes).filter((take) => take.isYesterday).map((take) => take.step)[0];
  const place = indexOf(data, carried);
  const states = data.isLearned ? data.dishes.length : size(data.steps[place]); // of a network, all come after a day 0
  const wrong = [];
  for (let dish = 0; dish < data.dishes.length; dish++) {
    for (const [weather, rule] of follows.entries()) {
      for (let row = dish; row < states; row += data.dishes.length) {
        /** @type {number[][]} */
        const left = [];
        left[place] = oneHot(row, states);
        const made = after(data.isLearned ? dayZero(data, matrices, dish, null) : left, weather);
        if (made !== rule[dish]) {
          wrong.push({ dish, weather, made, expected: rule[dish] });
          break;
        }
      }
    }
  }
  return { wrong, of: data.dishes.length * follows.length };
}

// Words

/** A number as Python's format "g" has it. @param {number} value */
function general(value) {
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "inf").replace("NaN", "nan");
  const [digits, power] = value.toExponential(5).split("e");
  if (value === 0 || (Number(power) >= -4 && Number(power) < 6)) return String(Number(value.toPrecision(6)));
  const sign = power[0] === "-" ? "-" : "+";
  return `${Number(digits)}e${sign}${power.slice(1).padStart(2, "0")}`;
}

/** A share in per cent: 100 % only of all, 0 % only of none. @param {number} share */
function percent(share) {
  let shown = (100 * share).toFixed(1);
  if (share < 1 && shown === "100.0") shown = "> 99.9";
  if (share > 0 && shown === "0.0") shown = "< 0.1";
  return `${shown.replace(/\.0$/, "")} %`;
}

/** @param {string[]} words @param {Words} words_ @param {boolean} hasAnd */
function listed(words, words_, hasAnd) {
  if (!hasAnd || words.length < 2) return words.join(words_.comma);
  return words.slice(0, -1).join(words_.comma) + words_.and + words[words.length - 1];
}

/** @typedef {string | number | (string | number)[]} Value */

/** Say one of the templates. @param {Words} words @param {string} key @param {Record<string, Value>} [values] */
function tell(words, key, values) {
  const template = words.said[key];
  if (!values) return template;
  return template.replace(/\{(\w+)(?::([^}]*))?\}/g, (_, name, /** @type {string | undefined} */ kind) => {
    const value = values[name];
    if (Array.isArray(value)) return listed(value.map(String), words, kind === "and");
    if (!kind) return String(value);
    if (kind.includes("|")) return kind.split("|")[value === 1 ? 0 : 1];
    if (kind === "percent") return percent(Number(value));
    if (kind === "g") return general(Number(value));
    if (kind === ",") return Number(value).toLocaleString("en-US");
    return Number(value).toFixed(Number(kind.slice(1, -1)));
  });
}

/** Sentences one after the other. @param {Words} words @param {string[]} sentences */
const together = (words, ...sentences) => sentences.filter(Boolean).join(words.blank);

/**
 * Entries as text: whole numbers in full, others to two decimals; more where a winner would look like one it beats.
 * @param {number[]} values @param {number[]} [winners]
 */
function numbers(values, winners = []) {
  let decimals = values.every((value) => value === Math.round(value)) ? 0 : 2;
  const shown = () => values.map((value) => value.toFixed(decimals).replace(/^-([0.]*)$/, "$1"));
  const isUnclear = (/** @type {string[]} */ texts) =>
    texts.some((text, row) => row !== winners[0] && text === texts[winners[0]]);
  while (winners.length === 1 && decimals > 0 && decimals < 9 && isUnclear(shown())) decimals++;
  return shown();
}

// Sentences: which of the templates is true of a step's numbers. `report/sentences.py` chooses in the same way.

/** @typedef {{data: Data, words: Words, matrices: (number[][] | null)[], day: Day, index: number, place: number, previous: number, weather: number}} Telling  `place` is the day's */

const valueOf = (/** @type {Telling} */ of) => of.day.values[of.index];
const before = (/** @type {Telling} */ of, /** @type {string} */ name) => of.day.values[indexOf(of.data, name)];
const isOneHot = (/** @type {number[]} */ vector) => vector.filter((value) => value !== 0).length === 1 && Math.max(...vector) === 1;
const round2 = (/** @type {number} */ value) => (value === Number(value.toFixed(2)) ? general(value) : value.toFixed(2));

/** @param {Words} words @param {number} first @param {number} last @param {boolean} [begins] */
function rowsWord(words, first, last, begins = false) {
  const told = first === last ? tell(words, "row", { row: first }) : tell(words, "rows", { first, last });
  return begins ? told[0].toUpperCase() + told.slice(1) : told;
}

/** The parts of a step: their rows, counted from 1, and their names. @param {Telling} of */
function partsOf(of) {
  let last = 0;
  return of.data.steps[of.index].parts.map((rows, place) => {
    const first = last + 1;
    last += rows;
    return { first, last, name: of.words.steps[of.index].parts[place] };
  });
}

/** Say one of the templates to whoever listens. @param {Telling} of @param {string} key @param {Record<string, Value>} [values] */
const say = (of, key, values) => tell(of.words, key, values);

/** @param {Telling} of @param {string[]} sentences */
const joined = (of, ...sentences) => together(of.words, ...sentences);

/** @param {Telling} of @param {{first: number, last: number}} part */
function partMeaning(of, { first, last }) {
  const values = valueOf(of).slice(first - 1, last);
  const rows = rowsWord(of.words, first, last, true);
  if (!isOneHot(values)) return say(of, "entries", { rows, entries: values.map(general).join(" ") });
  const dish = argmax(values);
  const depends = (of.matrices[of.index] ?? []).slice(first - 1, last).some((row) => Math.max(...row) !== Math.min(...row));
  return say(of, dish === of.previous && depends ? "again" : "cook", { rows, dish: of.words.dishes[dish] });
}

/** @param {Telling} of */
const tie = (of) =>
  say(of, "tie", {
    rows: of.day.winners[of.index].map((row) => row + 1),
    value: round2(valueOf(of)[of.day.winners[of.index][0]]),
  });

/** @param {Telling} of */
function otherwise(of) {
  const expected = of.data.follows?.[of.weather][of.previous] ?? null;
  if (expected === null || expected === of.day.dish) return "";
  return say(of, "otherwise", { dish: of.words.dishes[expected] });
}

/** @param {Telling} of */
const dishOf = (of) => (of.day.dish === null ? "—" : of.words.dishes[of.day.dish]);

/** @type {Record<string, (of: Telling) => string>} */
const OF_KITCHENS = {
  dish: (of) => say(of, "dish", { row: argmax(valueOf(of)) + 1, dish: of.words.dishes[of.previous] }),
  weather: (of) =>
    of.data.weatherNames.length
      ? say(of, "weather", { row: argmax(valueOf(of)) + 1, weather: of.words.weathers[of.weather] })
      : say(of, "no_weather"),
  from_food: (of) => {
    if (!of.matrices[of.index]) return say(of, "no_food");
    const column = argmax(before(of, "dish")) + 1;
    const head = say(of, "from_food", { column, dish: of.words.dishes[of.previous] });
    return joined(of, head, ...partsOf(of).map((part) => partMeaning(of, part)));
  },
  from_weather: (of) => {
    if (!of.matrices[of.index]) return say(of, "no_weather_matrix");
    const column = argmax(before(of, "weather")) + 1;
    const head = say(of, "from_weather", { column, weather: of.words.weathers[of.weather] });
    const called = partsOf(of).filter(
      ({ first, last, name }) => name && valueOf(of).slice(first - 1, last).every((value) => value === 1),
    );
    const puts = called.map(({ first, last, name }) =>
      say(of, "puts", { rows: rowsWord(of.words, first, last), rule: name }));
    return joined(of, head, ...puts);
  },
  sum: (of) => {
    const winners = of.day.winners[of.index];
    if (winners.length > 1) return tie(of);
    const [row] = winners;
    const rule = partsOf(of).find((part) => row < part.last)?.name ?? "";
    const isDetector = valueOf(of).every((value, place) => (place === row ? value === 2 : value <= 1));
    const dish = of.words.steps[of.index].entries[row];
    return say(of, isDetector && rule ? "sum_both" : "sum_plain", {
      row: row + 1, value: round2(valueOf(of)[row]), dish, rule,
    });
  },
  hardmax: (of) => say(of, "hardmax", { row: of.day.winners[of.index][0] + 1 }),
  next_dish: (of) => {
    const parts = of.data.steps[indexOf(of.data, "hardmax")].parts.length;
    const key = parts === 1 ? "fold_one" : parts === 2 ? "fold_two" : "fold_many";
    return joined(of, say(of, key, { parts, dish: dishOf(of) }), otherwise(of));
  },
  stacked: (of) => say(of, of.data.weatherNames.length ? "stacked" : "stacked_alone"),
  product: (of) =>
    of.day.winners[of.index].length > 1 ? tie(of)
      : say(of, of.data.weatherNames.length ? "product" : "product_alone"),
  hidden: (of) => say(of, "hidden", { row: argmax(valueOf(of)) + 1 }),
  fold: (of) => joined(of, say(of, "fold", { dish: dishOf(of) }), otherwise(of)),
};

/** @param {string} what @returns {(of: Telling) => string} */
const gate = (what) => (of) => {
  const mean = valueOf(of).reduce((sum, value) => sum + value, 0) / valueOf(of).length;
  return say(of, "l_gate", { what: of.words.said[what], mean });
};

/** @type {Record<string, (of: Telling) => string>} */
const OF_NETWORKS = {
  stacked: (of) => {
    const step = of.data.steps[of.index];
    const isFirst = of.data.first === 1 && of.place === 0;
    const dish = of.words.dishes[of.previous];
    const told = step.name !== "stacked" ? say(of, "l_above") : isFirst ? say(of, "l_first", { dish })
      : say(of, "l_later");
    return joined(of, told, step.takes.some((take) => take.step === "@one") ? say(of, "l_bias") : "");
  },
  preactivation: (of) => {
    const matrix = of.matrices[of.index] ?? [[]];
    const [rows, columns] = [matrix.length, matrix[0].length];
    return say(of, "l_product", { rows, columns, entries: rows * columns });
  },
  tanh: (of) => {
    const latched = valueOf(of).filter((value) => Math.abs(value) > 0.9).length;
    return say(of, "l_tanh", { latched, count: valueOf(of).length });
  },
  hardmax: (of) => say(of, "hardmax", { row: argmax(valueOf(of)) + 1 }),
  forget: gate("l_forget"),
  input: gate("l_input"),
  output: gate("l_output"),
  change: (of) => say(of, "l_candidate"),
  before: (of) => say(of, "l_before"),
  cell: (of) => say(of, "l_cell"),
  hidden: (of) => say(of, of.data.steps[of.index].operation === "gate" ? "l_blend" : "l_hidden"),
  update: gate("l_update"),
  reset: gate("l_reset"),
  total: (of) => say(of, "l_total"),
  candidate: (of) => say(of, "l_proposal"),
  old: (of) => say(of, "l_old"),
  rest: (of) => say(of, "l_rest"),
  readout: (of) => {
    const row = argmax(valueOf(of));
    return say(of, "l_readout", { value: round2(valueOf(of)[row]), dish: of.words.dishes[row] });
  },
  softmax: (of) => say(of, "l_softmax", { dish: dishOf(of), chance: Math.max(...valueOf(of)) }),
};

/** What a step means. @param {Telling} of */
function sentence(of) {
  const { name } = of.data.steps[of.index];
  const teller = of.data.isLearned ? OF_NETWORKS[name.replace(/\d+$/, "")] : OF_KITCHENS[name];
  return teller ? teller(of) : "";
}

/** Why a day's dish is what it is. @param {Telling} of */
function why(of) {
  const { data, words, weather, previous } = of;
  const dish = dishOf(of);
  if (data.isLearned) {
    return tell(words, "why_network", { dish, chance: Math.max(...of.day.values[data.steps.length - 1]) });
  }
  if (data.follows?.[weather][previous] !== of.day.dish) return tell(words, "why_typed", { dish });
  const rule = words.rules[weather];
  if (!data.weatherNames.length) return tell(words, "why_alone", { previous: words.dishes[previous], rule, dish });
  const key = data.rules?.[weather] === "same" ? "why_same" : "why_rule";
  return tell(words, key, { weather: words.weathers[weather], rule, previous: words.dishes[previous], dish });
}

// Where numbers come from

/**
 * @typedef {object} Factor  a number of a product, and where it stands
 * @property {number} value
 * @property {Place | null} place
 * @property {{step: number, row: number, column: number} | null} cell  of a matrix
 * @property {string} call  what is done to it first: "tanh" or ""
 */
/**
 * @typedef {object} Origin
 * @property {string} call  what is done to the sum of the addends: "tanh", "sigmoid", "softmax", "hardmax", or ""
 * @property {Factor[][]} addends  none where the number is given
 * @property {number} result
 */

class Explorer {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.lang = data.lang;
    this.weathers = [...data.weathers];
    this.start = data.start;
    /** Which of the stages of a training; -1 where it is not about one. */
    this.stage = (data.stages ?? []).length - 1;
    /** Entries that were changed, by "step.row.column". @type {Map<string, number>} */
    this.changes = new Map();
    /** @type {(number[][] | null)[]} */
    this.matrices = [];
    /** @type {number[][]} */
    this.zero = [];
    /** @type {Day[]} */
    this.days = [];
    this.work();
    this.original = this.days.map((day) => day.dish);
  }

  get words() {
    return this.data.words[this.lang];
  }

  /** The matrix of a step as it was before anything was changed. @param {number} step */
  base(step) {
    return this.data.stages ? this.data.stages[this.stage].matrices[step] : this.data.steps[step].matrix;
  }

  /** Work all days out again. */
  work() {
    this.matrices = this.data.steps.map((_, step) => this.base(step)?.map((row) => [...row]) ?? null);
    for (const [key, value] of this.changes) {
      const [step, row, column] = key.split(".").map(Number);
      /** @type {number[][]} */ (this.matrices[step])[row][column] = value;
    }
    const { zero, days } = run(this.data, this.matrices, this.weathers, this.start);
    this.zero = zero;
    this.days = days;
  }

  /** Set an entry of a matrix; what is as it was is no change. @param {string} key @param {number} value */
  change(key, value) {
    if (value === this.wasEntry(key)) this.changes.delete(key);
    else this.changes.set(key, value);
    this.work();
  }

  /** @param {string} key */
  wasEntry(key) {
    const [step, row, column] = key.split(".").map(Number);
    return /** @type {number[][]} */ (this.base(step))[row][column];
  }

  /** Take back whatever was changed. */
  reset() {
    this.changes.clear();
    this.weathers = [...this.data.weathers];
    this.start = this.data.start;
    this.work();
  }

  /** Yesterday's dish on a day. @param {number} day */
  previous(day) {
    return day ? this.days[day - 1]?.dish ?? null : this.start;
  }

  /** @param {number} day @param {number} index @returns {Telling} */
  telling(day, index) {
    const { data, words, matrices } = this;
    const previous = this.previous(day) ?? 0;
    return { data, words, matrices, day: this.days[day], index, place: day, previous, weather: this.weathers[day] };
  }

  /** @param {Place} place */
  valueAt(place) {
    return (place.day < 0 ? this.zero : this.days[place.day].values)[place.step][place.row];
  }

  /** The place of a row of what a step takes. @param {Take} take @param {number} day @param {number} row @returns {Place} */
  placeOf(take, day, row) {
    const { from } = rowsOf(this.data, take);
    return { day: take.isYesterday ? day - 1 : day, step: indexOf(this.data, take.step), row: from + row };
  }

  /** What made a number. @param {Place} place @returns {Origin} */
  origin(place) {
    const step = this.data.steps[place.step];
    const result = this.valueAt(place);
    const factor = (/** @type {Take} */ take, /** @type {number} */ row, call = "") => {
      const at = this.placeOf(take, place.day, row);
      return { value: this.valueAt(at), place: at, cell: null, call };
    };
    const isGiven = place.day < 0 && (this.data.before || !this.data.isLearned);
    if (isGiven) return { call: "", addends: [], result };
    const [a, b, c, d] = step.takes;
    const { row } = place;
    switch (step.operation) {
      case "stack": {
        let first = 0;
        for (const take of step.takes) {
          const isInput = take.step[0] === "@";
          const length = !isInput ? rowsOf(this.data, take).length : take.step === "@one" ? 1
            : take.step === "@dish" ? this.data.dishes.length : this.data.weatherNames.length;
          if (row < first + length) {
            const comesFromNowhere = isInput || (take.isYesterday && place.day < 0);
            return { call: "", addends: comesFromNowhere ? [] : [[factor(take, row - first)]], result };
          }
          first += length;
        }
        return { call: "", addends: [], result };
      }
      case "matvec": {
        const weights = this.matrices[place.step]?.[row] ?? [];
        const addends = weights.map((value, column) =>
          [{ value, place: null, cell: { step: place.step, row, column }, call: "" }, factor(a, column)]);
        return { call: "", addends, result };
      }
      case "add":
        return { call: "", addends: [[factor(a, row)], [factor(b, row)]], result };
      case "fold": {
        const { length } = rowsOf(this.data, a);
        const rows = size(step);
        const parts = Array.from({ length: length / rows }, (_, part) => [factor(a, part * rows + row)]);
        return { call: "", addends: parts, result };
      }
      case "softmax":
        return { call: "softmax", addends: oneHot(null, size(step)).map((_, each) => [factor(a, each)]), result };
      case "gate":
        return { call: "", addends: [[factor(a, row), factor(b, row)], d ? [factor(c, row), factor(d, row)] : [factor(c, row)]], result };
      case "rest":
        return { call: "1 - ", addends: [[factor(a, row)]], result };
      case "squash":
        return { call: "", addends: [[factor(a, row), factor(b, row, "tanh")]], result };
      default:
        return { call: step.operation, addends: [[factor(a, row)]], result };
    }
  }

  // The address

  /** The state as it stands in the address after #; `view` is where the reader is. @param {Record<string, string>} view */
  toHash(view) {
    const { data } = this;
    const parts = new URLSearchParams(view);
    if (this.lang !== data.lang) parts.set("lang", this.lang);
    const weathers = this.weathers.flatMap((code, day) => (code === data.weathers[day] ? [] : [`${day}:${code}`]));
    if (weathers.length) parts.set("weather", weathers.join(","));
    if (this.start !== data.start) parts.set("start", String(this.start));
    if (data.stages && this.stage < data.stages.length - 1) parts.set("stage", String(this.stage));
    if (this.changes.size) parts.set("entries", [...this.changes].map(([key, value]) => `${key}:${value}`).join(","));
    return parts.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  }

  /** Take the state from an address; what it does not know or cannot be is passed over. @param {string} hash */
  fromHash(hash) {
    const { data } = this;
    const parts = new URLSearchParams(hash.replace(/^#/, ""));
    const whole = (/** @type {string | null | undefined} */ text, /** @type {number} */ below) =>
      /^\d{1,6}$/.test(text ?? "") && Number(text) < below ? Number(text) : null;
    const lang = parts.get("lang") ?? data.lang;
    this.lang = lang in data.words ? lang : data.lang;
    this.start = (data.before ? null : whole(parts.get("start"), data.dishes.length)) ?? data.start;
    this.stage = whole(parts.get("stage"), (data.stages ?? []).length) ?? (data.stages ?? []).length - 1;
    this.weathers = [...data.weathers];
    for (const pair of (parts.get("weather") ?? "").split(",")) {
      const [day, code] = pair.split(":");
      const place = whole(day, this.weathers.length);
      const weather = whole(code, data.weatherNames.length);
      if (place !== null && weather !== null) this.weathers[place] = weather;
    }
    this.changes.clear();
    for (const pair of (parts.get("entries") ?? "").split(",")) {
      const [key, text] = pair.split(":");
      const [step, row, column] = key.split(".");
      const matrix = data.steps[whole(step, data.steps.length) ?? -1]?.matrix;
      const read = readNumber(text ?? "");
      if (matrix && whole(row, matrix.length) !== null && whole(column, matrix[0].length) !== null && !read.fault
        && read.value !== this.wasEntry(key)) {
        this.changes.set(key, read.value);
      }
    }
    this.work();
    const day = whole(parts.get("day"), data.weathers.length + data.first);
    const step = whole(parts.get("step"), data.steps.length + 1);
    const row = whole(parts.get("row"), 100000);
    return {
      day: day === null ? 0 : Math.max(day - data.first, 0),
      step: step ? step - 1 : 0,
      row: row ? row - 1 : null,
      guesses: parts.get("guess"),
    };
  }
}

/** What was typed as a number; `fault` names what is wrong with it. @param {string} text */
function readNumber(text) {
  const typed = text.trim().replace("−", "-").replace(/^([-+]?\d*),(\d+)$/, "$1.$2");
  if (!typed) return { value: 0, fault: "no_number" };
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(typed)) return { value: 0, fault: "not_a_number" };
  const value = Number(typed);
  return { value, fault: Math.abs(value) <= 1e15 ? "" : "too_large" };
}

// The page

/**
 * Make an element; functions are listeners.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {(Node | string | null)[]} children
 */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, /** @type {EventListener} */ (value));
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * Make a button; `key` is how the focus finds it again after everything was drawn anew.
 * @param {string} key @param {(string | Node)[] | string} children @param {() => void} click @param {Record<string, unknown>} [attributes]
 */
const button = (key, children, click, attributes = {}) =>
  element("button", { type: "button", "data-key": key, click, ...attributes }, ...children);

/** @param {string} name @param {(Node | string | null)[]} children */
const box = (name, ...children) => element("div", { class: name }, ...children);

/** A vector or a matrix. @param {string} kind @param {string} heading @param {string} label @param {HTMLElement[]} rows @param {HTMLElement[]} below */
const grid = (kind, heading, label, rows, ...below) =>
  box(kind, element("div", { class: "over", title: heading }, heading),
    element("table", { class: "grid", role: "grid", "aria-label": label }, element("tbody", {}, ...rows)), ...below);

const TWO_WORDS = { en: "English", zh: "中文" };
const NOTHING = { key: "", text: "", fault: "" }; // is being typed
const PACE = 2200; // milliseconds a step is shown while it plays
const MOST_COLUMNS = 8; // of a matrix in large type
const MOST_ROWS = 26; // of a vector that is in sight as a whole
const MOST_GUESSED = 12; // rows of a vector that is asked
const MOST_ADDENDS = 12; // beyond which those that are 0 are counted instead

class Page {
  /** @param {Data} data @param {HTMLElement} root */
  constructor(data, root) {
    this.explorer = new Explorer(data);
    this.data = data;
    this.root = root;
    this.day = 0;
    this.step = 0;
    /** The numbers whose origin is shown, each an addend of the one before it. @type {Place[]} */
    this.trail = [];
    this.isKept = false;
    this.isGuessing = false;
    /** What has been guessed or shown, by "day" or "day.step"; whether it was right. @type {Map<string, boolean | null>} */
    this.guesses = new Map();
    /** The rows of a vector that were guessed wrong, by "day.step". @type {Map<string, number[]>} */
    this.missed = new Map();
    this.entry = "";
    /** @type {string | null} */
    this.written = null; // what stands in the address
    this.timer = 0;
    this.isTraining = false;
    /** The entry that is being typed, and what was wrong with what was typed. */
    this.editing = NOTHING;
    /** The parts of the page, by the names that the style gives them. @type {Record<string, HTMLElement>} */
    this.parts = {};
    for (const name of ["top", "training", "strip", "steps", "stage", "figure", "aside", "sentence", "origin", "changes", "check", "foot", "paper"]) {
      this.parts[name] = element(name === "strip" ? "ol" : "div", { class: name });
    }
    const { top, training, strip, steps, stage, figure, aside, sentence: told, origin, changes, check, foot, paper } = this.parts;
    origin.setAttribute("aria-live", "polite");
    check.setAttribute("role", "status");
    aside.append(told, origin);
    stage.append(figure, aside);
    root.prepend(box("live", top, training, element("nav", { class: "days" }, strip), steps, stage, changes, check, foot), paper);
    this.restore();
    for (const kind of ["mouseover", "focusin", "click"]) figure.addEventListener(kind, (event) => this.meet(event));
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.restore());
    window.addEventListener("beforeprint", () => this.print());
    window.addEventListener("afterprint", () => paper.replaceChildren());
  }

  get words() {
    return this.explorer.words;
  }

  /** @param {string} key @param {Record<string, Value>} [values] */
  tell(key, values) {
    return tell(this.words, key, values);
  }

  /** Take everything from the address. */
  restore() {
    if (location.hash.slice(1) === this.written) return;
    const { day, step, row, guesses } = this.explorer.fromHash(location.hash);
    this.day = Math.min(day, this.data.weathers.length - 1);
    this.step = step;
    this.isGuessing = guesses !== null;
    this.guesses.clear();
    this.missed.clear();
    for (const [, key, mark] of (guesses ?? "").matchAll(/([\d.]+):(\d?)/g)) this.guesses.set(key, mark ? mark > "0" : null);
    this.settle();
    const rows = this.current?.values[this.step]?.length ?? 0;
    this.trail = row !== null && row < rows ? [{ day: this.day, step: this.step, row }] : [];
    this.isKept = this.trail.length > 0;
    this.show();
  }

  /** Put the state into the address. */
  write() {
    /** @type {Record<string, string>} */
    const view = { day: String(this.day + this.data.first), step: String(this.step + 1) };
    const [at] = this.trail;
    if (this.isKept && at && at.day === this.day && at.step === this.step) view.row = String(at.row + 1);
    if (this.isGuessing) view.guess = [1, ...[...this.guesses].map(([key, right]) => `${key}:${right === null ? "" : Number(right)}`)].join(",");
    this.written = this.explorer.toHash(view);
    try {
      history.replaceState(null, "", `#${this.written}`);
    } catch {
      // a page that is shown inside another may have no address of its own
    }
  }

  get current() {
    return this.explorer.days[this.day];
  }

  /** The steps that a day has: fewer where a tie stopped it. */
  get count() {
    return this.current?.values.length ?? 0;
  }

  /** Keep day and step within what there is. */
  settle() {
    const asked = this.asked;
    this.day = Math.max(Math.min(this.day, asked < 0 ? this.day : asked, this.explorer.days.length - 1), 0);
    this.step = Math.max(Math.min(this.step, this.count - 1), 0);
  }

  /** Go to a step. @param {number} day @param {number} step */
  go(day, step) {
    this.day = day;
    this.step = step;
    this.trail = [];
    this.isKept = false;
    this.editing = NOTHING;
    this.settle();
    this.show();
  }

  /** One step on or back, over the end of a day too; whether there was one. @param {number} by */
  move(by) {
    if (this.isHidden(this.day) && by > 0) return false;
    const step = this.step + by;
    if (step >= 0 && step < this.count) this.go(this.day, step);
    else if (step < 0 && this.day > 0) this.go(this.day - 1, this.data.steps.length);
    else if (step >= this.count && this.day + 1 < this.explorer.days.length) this.go(this.day + 1, 0);
    else return false;
    return true;
  }

  /** Play the days, or the training, or stop. @param {boolean} isTraining */
  play(isTraining) {
    const was = this.timer && this.isTraining === isTraining;
    this.stop();
    if (was) return;
    this.isTraining = isTraining;
    if (isTraining && !this.evolve(1)) this.evolve(-this.explorer.stage);
    if (!isTraining && !this.hasNext()) this.go(0, 0);
    this.timer = setInterval(() => {
      if (!(isTraining ? this.evolve(1) : this.move(1))) this.stop();
    }, isTraining ? PACE / 5 : PACE);
    this.show();
  }

  /** Go on or back in the training; whether there is anything. @param {number} by */
  evolve(by) {
    const stage = this.explorer.stage + by;
    if (!this.data.stages?.[stage]) return false;
    this.explorer.stage = stage;
    this.explorer.work();
    this.follow();
    return true;
  }

  showTraining() {
    const { stages } = this.data;
    if (!stages) return;
    const { stage } = this.explorer;
    const isOn = this.timer && this.isTraining;
    const told = this.tell("trained", { steps: stages[stage].step });
    const slider = /** @type {HTMLInputElement} */ (element("input", {
      type: "range", "data-key": "stage", min: 0, max: stages.length - 1, value: stage, "aria-label": this.tell("training"), "aria-valuetext": told,
      input: () => this.evolve(Number(slider.value) - this.explorer.stage),
    }));
    this.parts.training.replaceChildren(
      button("evolve", [isOn ? "❚❚" : "▶"], () => this.play(true), { class: "go", "aria-label": this.tell(isOn ? "pause" : "training") }), slider, element("span", {}, told));
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.show();
  }

  hasNext() {
    return this.step + 1 < this.count || this.day + 1 < this.explorer.days.length;
  }

  /** After something was changed: what was guessed is another day's. */
  follow() {
    this.guesses.clear();
    this.settle();
    const isThere = (/** @type {Place} */ at) => at.day < this.explorer.days.length && (at.day < 0 || at.step < this.explorer.days[at.day].values.length);
    this.trail = this.trail.filter(isThere);
    this.show();
  }

  // Guessing

  /** The first day that is still to be guessed; -1 where there is none. */
  get asked() {
    return this.explorer.days.findIndex((_, day) => this.isHidden(day));
  }

  /** Whether a day is still to be guessed. @param {number} day */
  isHidden(day) {
    const told = this.explorer.days[day];
    return this.isGuessing && told !== undefined && told.dish !== null && !this.guesses.has(String(day));
  }

  /** Whether the vector of a step is still to be guessed. @param {number} day @param {number} step */
  isAsked(day, step) {
    const value = this.explorer.days[day]?.values[step] ?? [];
    const isHard = ["matvec", "add", "hardmax", "fold"].includes(this.data.steps[step].operation);
    const isWhole = value.every(Number.isInteger) && value.length <= MOST_GUESSED;
    return this.isGuessing && !this.isHidden(day) && isHard && isWhole && !this.guesses.has(`${day}.${step}`);
  }

  score() {
    const answered = [...this.guesses.values()].filter((each) => each !== null);
    return { right: answered.filter(Boolean).length, asked: answered.length };
  }

  // Drawing. Everything is drawn anew from the state; what had the focus has it again.

  show() {
    const active = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
    document.documentElement.lang = this.explorer.lang;
    document.title = this.tell("title", { cook: this.data.name });
    this.showTop();
    this.showTraining();
    this.showStrip();
    this.showSteps();
    this.showStage();
    this.showChanges();
    this.showCheck();
    const { left, first, weathers } = this.data;
    this.parts.foot.replaceChildren(
      ...(left ? [element("p", {}, this.tell("left_out", { first, last: first + weathers.length - 1, more: left }))] : []));
    this.light();
    if (active) this.focus(active);
    this.write();
  }

  /** @param {string} key */
  focus(key) {
    /** @type {HTMLElement | null} */ (this.root.querySelector(`[data-key="${key}"]`))?.focus({ preventScroll: true });
  }

  showTop() {
    const languages = Object.keys(this.data.words).map((lang) =>
      button(`lang.${lang}`, [TWO_WORDS[/** @type {"en" | "zh"} */ (lang)] ?? lang], () => {
        this.explorer.lang = lang;
        this.show();
      }, { lang, "aria-pressed": String(lang === this.explorer.lang) }));
    const score = this.score();
    const guess = button("guess", [this.tell("guess")], () => {
      this.isGuessing = !this.isGuessing;
      this.guesses.clear();
      this.go(this.day, 0);
    }, { class: "toggle", "aria-pressed": String(this.isGuessing) });
    this.parts.top.replaceChildren(
      element("h1", {}, this.tell("title", { cook: this.data.name })),
      box("tools",
        this.isGuessing && score.asked ? element("span", { class: "score", role: "status" }, this.tell("score", score)) : null,
        guess,
        element("div", { class: "languages", role: "group", "aria-label": this.tell("language") }, ...languages)));
  }

  showStrip() {
    const { words, data, explorer } = this;
    const chooser = (/** @type {string} */ key, /** @type {string} */ label, /** @type {string[]} */ names,
      /** @type {number} */ chosen, /** @type {number} */ was, /** @type {(code: number) => void} */ choose) =>
      element("select", {
        "data-key": key, "aria-label": label, class: chosen === was ? null : "changed",
        change: (/** @type {Event} */ event) => {
          choose(/** @type {HTMLSelectElement} */ (event.currentTarget).selectedIndex);
          explorer.work();
          this.follow();
        },
      }, ...names.map((name, code) => element("option", { selected: code === chosen }, name)));
    const { asked } = this;
    const cards = [element("li", { class: "card zero" },
      element("span", { class: "name" }, words.short[0]),
      data.before ? element("span", { class: "eaten" }, words.dishes[data.start])
        : chooser("start", this.tell("start_of", { number: data.first - 1 }), words.dishes, explorer.start, data.start,
          (code) => { explorer.start = code; }))];
    for (const [day, weather] of explorer.weathers.entries()) {
      const told = explorer.days[day];
      const dish = told?.dish ?? null;
      const shown = this.isHidden(day) ? "?" : dish === null ? "—" : words.dishes[dish];
      const isNew = !this.isHidden(day) && dish !== explorer.original[day];
      cards.push(element("li", { class: `card${day === this.day ? " now" : ""}${isNew ? " other" : ""}` },
        button(`day.${day}`, [element("span", { class: "name" }, words.short[day + 1]), element("span", { class: "eaten" }, shown)],
          () => this.go(day, 0),
          { "aria-current": day === this.day ? "true" : null, disabled: !told || (asked >= 0 && day > asked) }),
        data.weatherNames.length ? chooser(`weather.${day}`, this.tell("weather_of", { day: words.days[day] }), words.weathers,
          weather, data.weathers[day], (code) => { explorer.weathers[day] = code; }) : null));
    }
    this.parts.strip.replaceChildren(...cards);
    this.parts.strip.setAttribute("aria-label", this.tell("days"));
    this.parts.strip.classList.toggle("long", cards.length > 8);
    const now = cards[this.day + 1];
    const hidden = now.offsetLeft - this.parts.strip.offsetLeft - this.parts.strip.scrollLeft;
    if (hidden < 0 || hidden + now.offsetWidth > this.parts.strip.clientWidth) this.parts.strip.scrollLeft += hidden - 40;
  }

  showSteps() {
    const { words } = this;
    const day = words.days[this.day];
    const player = (/** @type {string} */ key, /** @type {string} */ sign, /** @type {() => void} */ act, isOff = false, word = key) =>
      button(key, [sign], act, { class: "go", "aria-label": this.tell(word), title: this.tell(word), "aria-disabled": isOff ? "true" : null });
    const isFirst = this.day === 0 && this.step === 0;
    const isOn = this.timer && !this.isTraining;
    const dots = this.data.steps.slice(0, this.count).map((_, step) =>
      element("li", {}, button(`step.${step}`, [words.steps[step].word], () => this.go(this.day, step),
        { "aria-current": step === this.step ? "step" : null })));
    this.parts.steps.replaceChildren(
      box("player",
        player("back", "‹", () => this.move(-1), isFirst),
        player("play", isOn ? "❚❚" : "▶", () => this.play(false), false, isOn ? "pause" : "play"),
        player("forward", "›", () => this.move(1), !this.hasNext())),
      element("ol", { class: "way", "aria-label": this.tell("steps", { day }) }, ...(this.isHidden(this.day) ? [] : dots)));
  }

  showStage() {
    const { figure, sentence: told } = this.parts;
    const telling = this.explorer.telling(this.day, this.step);
    const { words } = this;
    if (!telling.day) return;
    const opening = this.opening(this.day);
    const heading = element("h2", {}, this.tell("day_opening", { day: words.days[this.day], opening }));
    if (this.isHidden(this.day)) {
      figure.replaceChildren(heading, this.question());
      told.replaceChildren();
      return;
    }
    const isAsked = this.isAsked(this.day, this.step);
    const last = this.guesses.get(String(this.day));
    const isAnswer = this.isGuessing && this.step === 0 && last !== undefined && last !== null;
    const count = element("span", { class: "faint" }, `${this.step + 1}/${this.data.steps.length} `);
    figure.replaceChildren(heading,
      ...(isAnswer ? [element("p", { class: last ? "right-answer" : "wrong-answer", role: "status" },
        together(words, this.tell(last ? "yes" : "no", { dish: dishOf(telling) }), why(telling)))] : []),
      element("h3", {}, count, words.steps[this.step].word),
      ...(isAsked ? [element("p", {}, this.tell("question_vector", { step: words.steps[this.step].word }))] : []),
      this.equation(this.day, this.step, isAsked));
    const answered = this.guesses.get(`${this.day}.${this.step}`);
    const verdict = this.isGuessing && answered !== undefined && answered !== null
      ? [element("p", { class: answered ? "right-answer" : "wrong-answer", role: "status" }, this.tell(answered ? "yes_vector" : "no_vector"))] : [];
    told.replaceChildren(...verdict, ...(isAsked ? [] : [element("p", {}, sentence(telling).replaceAll(" %", "\u00a0%"))]),
      ...(this.current.isTie && this.step === this.count - 1 ? [element("p", { class: "wrong-answer" }, this.tell("open"))] : []));
  }

  /** @param {number} day */
  opening(day) {
    const { words, explorer } = this;
    const dish = words.dishes[explorer.previous(day) ?? 0];
    if (!this.data.weatherNames.length) return this.tell("opening_alone", { dish });
    return this.tell("opening", { dish, weather: words.weathers[explorer.weathers[day]] });
  }

  question() {
    const { words } = this;
    const day = words.days[this.day];
    const choices = words.dishes.map((dish, code) =>
      button(`choice.${code}`, [dish], () => {
        this.guesses.set(String(this.day), code === this.current.dish);
        this.show();
        this.focus("step.0");
      }));
    return box("question",
      element("p", {}, this.tell("question", { day, opening: this.opening(this.day) })),
      box("choices", ...choices));
  }

  /** The terms of a step's equation. @param {number} day @param {number} step @param {boolean} isAsked */
  equation(day, step, isAsked) {
    const { data, words } = this;
    const { operation, takes, formula, matrixName } = data.steps[step];
    const vector = (/** @type {Take} */ take) => {
      const { from, length } = rowsOf(data, take);
      return this.vector({ day: take.isYesterday ? day - 1 : day, step: indexOf(data, take.step), row: from }, length);
    };
    const signs = { add: ["+"], gate: ["*", "+", "*"], squash: ["* tanh"] }[operation] ?? [];
    /** @type {(Node | string)[]} */
    const terms = [];
    if (operation === "matvec") terms.push(data.steps[step].matrix ? this.matrix(step) : matrixName, "·");
    else if (["hardmax", "fold", "tanh", "sigmoid", "softmax"].includes(operation)) terms.push(operation);
    if (operation === "rest") terms.push("1 -");
    if (operation !== "stack") {
      for (const [place, take] of takes.entries()) terms.push(...(place ? [signs[place - 1]] : []), vector(take));
      terms.push("=");
    }
    terms.push(isAsked ? this.blanks(day, step) : this.vector({ day, step, row: 0 }, size(data.steps[step]), true));
    const isDense = (data.steps[step].matrix?.[0].length ?? 0) > MOST_COLUMNS;
    const spoken = `${words.steps[step].word}: ${formula}`;
    return element("div", { class: "equation-box", role: "group", tabindex: "-1", "aria-label": spoken },
      element("div", { class: `equation${isDense ? " dense" : ""}${size(data.steps[step]) > MOST_ROWS ? " tall" : ""}` }, ...terms.map((term) => (typeof term === "string" ? element("span", { class: "sign" }, term) : term))));
  }

  /** Which part a row belongs to. @param {number} step @param {number} row */
  partOf(step, row) {
    const { parts } = this.data.steps[step];
    let last = 0;
    return parts.length < 2 ? null : parts.findIndex((rows) => row < (last += rows));
  }

  /** The class of what has the colour of its part. @param {number} step @param {number} row */
  colour(step, row) {
    const part = this.partOf(step, row);
    return part === null ? "" : `part${part % 6}`;
  }

  /** @param {number} step @param {number} row */
  rowName(step, row) {
    const { parts, entries } = this.words.steps[step];
    const rule = parts[this.partOf(step, row) ?? -1];
    return rule ? this.tell("rule_dish", { rule, dish: entries[row] }) : entries[row];
  }

  /** @param {Place} at */
  placeName(at) {
    const { words } = this;
    const step = words.steps[at.step].word;
    const name = this.rowName(at.step, at.row);
    const told = /^h\d+$/.test(name) ? this.tell("entry", { step, name }) : this.tell("entry_named", { step, row: at.row + 1, name });
    const day = at.day < 0 ? words.short[0] : words.days[at.day];
    return at.day === this.day ? told : this.tell("of_day", { day, entry: told });
  }

  /**
   * A vector as a column of numbers that can be pointed at.
   * @param {Place} first @param {number} length @param {boolean} isResult  which has the names of the rows beside it
   */
  vector(first, length, isResult = false) {
    const { words, explorer } = this;
    const told = first.day < 0 ? null : explorer.days[first.day];
    const values = (told?.values ?? explorer.zero)[first.step].slice(first.row, first.row + length);
    const winners = (told?.winners[first.step] ?? []).map((row) => row - first.row).filter((row) => row >= 0 && row < length);
    const name = first.row || length < size(this.data.steps[first.step])
      ? words.steps[first.step].parts[this.partOf(first.step, first.row) ?? 0] : words.steps[first.step].symbol;
    if (!length) return element("span", { class: "sign" }, "—");
    const wrong = this.isGuessing ? this.missed.get(`${first.day}.${first.step}`) ?? [] : [];
    const rows = numbers(values, winners).map((text, row) => {
      const at = { ...first, row: first.row + row };
      const marks = ["number first last", this.colour(at.step, at.row), winners.includes(row) ? "won" : "", wrong.includes(row) ? "missed" : ""];
      const cell = element("td", {
        tabindex: row ? "-1" : "0", class: marks.filter(Boolean).join(" "), "data-place": placeKey(at),
        "data-key": `${isResult ? "result" : "input"}.${placeKey(at)}`, "aria-label": `${this.placeName(at)}: ${text}`,
      }, element("span", {}, text));
      const sides = isResult ? [element("th", { scope: "row", class: this.colour(at.step, at.row) }, this.rowName(at.step, at.row)),
        ...this.source(at)] : [];
      return element("tr", { }, cell, ...sides);
    });
    return grid(isResult ? "term result" : "term", name, words.steps[first.step].word, rows);
  }

  /** Who put something into a row of a sum: the names that the vectors say which the addends come from. @param {Place} at */
  source(at) {
    const step = this.data.steps[at.step];
    if (step.operation !== "add" || at.day < 0) return [];
    const names = step.takes.flatMap((take) => {
      const adder = this.data.steps[indexOf(this.data, take.step)];
      const giver = indexOf(this.data, adder.takes[0]?.step ?? "");
      if (giver < 0 || !this.data.steps[giver].isNamed || !size(this.data.steps[giver])) return [];
      const { values } = this.explorer.days[at.day];
      return values[indexOf(this.data, take.step)][at.row] ? [this.words.steps[giver].entries[argmax(values[giver])]] : [];
    });
    return [element("td", { class: "source" }, names.length ? `← ${listed(names, this.words, false)}` : "")];
  }

  /** The matrix of a step, whose entries can be changed. @param {number} step */
  matrix(step) {
    const values = /** @type {number[][]} */ (this.explorer.matrices[step]);
    const { matrixName, takes } = this.data.steps[step];
    const columns = values[0].length;
    const met = takes[0];
    const vector = this.explorer.days[this.day].values[indexOf(this.data, met.step)];
    const picked = isOneHot(vector) ? argmax(vector) : -1;
    const shown = numbers(values.flat());
    const rows = values.map((row, r) => element("tr", { }, ...row.map((value, c) => {
      const key = `${step}.${r}.${c}`;
      const was = this.explorer.wasEntry(key);
      const marks = ["number", "entry", c ? "" : "first", c === columns - 1 ? "last" : "", this.colour(step, r), c === picked ? "picked" : "", this.explorer.changes.has(key) ? "changed" : ""];
      const text = shown[r * columns + c];
      const told = { matrix: matrixName, row: r + 1, column: c + 1 };
      return element("td", {
        tabindex: r || c ? "-1" : "0", class: marks.filter(Boolean).join(" "), "data-entry": key, "data-key": `entry.${key}`,
        "aria-label": this.tell("matrix_entry", { ...told, value: text }),
        title: this.explorer.changes.has(key) ? this.tell("change_entry", { ...told, value, was }) : null,
      }, this.editing.key === key ? this.field(key) : element("span", {}, text));
    })));
    const name = `${matrixName} (${values.length}x${columns})`;
    return grid("term", name, name, rows);
  }

  // Changing an entry

  /** @param {string} key */
  edit(key) {
    if (this.editing.key === key) return;
    const [step, row, column] = key.split(".").map(Number);
    const value = /** @type {number[][]} */ (this.explorer.matrices[step])[row][column];
    this.editing = { key, text: String(value), fault: "" };
    this.redraw("typed");
  }

  /** Draw the figure anew. @param {string} key  what has the focus then */
  redraw(key) {
    this.showStage();
    this.light();
    this.focus(key);
  }

  /** The field in which an entry is typed. @param {string} key */
  field(key) {
    const [step, row, column] = key.split(".").map(Number);
    const { fault, text } = this.editing;
    const field = /** @type {HTMLInputElement} */ (element("input", {
      class: "typed", "data-key": "typed", value: text, inputmode: "decimal", autocomplete: "off",
      focus: () => field.select(), "aria-invalid": fault ? "true" : null,
      "aria-label": this.tell("type_number", { matrix: this.data.steps[step].matrixName, row: row + 1, column: column + 1 }),
      "aria-describedby": fault ? "fault" : null,
      keydown: (/** @type {KeyboardEvent} */ event) => {
        event.stopPropagation();
        if (event.key === "Enter") this.typed(key, field.value, true);
        else if (event.key === "Escape") this.leave(key);
      },
      blur: () => { if (this.editing.key === key && field.isConnected && !this.editing.fault) this.typed(key, field.value, false); },
    }));
    return element("span", { class: "typing" }, field, fault ? element("span", { class: "fault", id: "fault", role: "alert" }, this.tell(fault)) : null);
  }

  /** Take what was typed, or say what is wrong with it. @param {string} key @param {string} text @param {boolean} hasFocus */
  typed(key, text, hasFocus) {
    const { value, fault } = readNumber(text);
    if (fault) {
      this.editing = { key, text, fault };
      this.redraw("typed");
      return;
    }
    this.editing = NOTHING;
    this.explorer.change(key, value);
    this.follow();
    if (hasFocus) this.focus(`entry.${key}`);
  }

  /** @param {string} key */
  leave(key) {
    this.editing = NOTHING;
    this.redraw(`entry.${key}`);
  }

  // Guessing a vector

  /** Fields for the numbers of a vector that is asked. @param {number} day @param {number} step */
  blanks(day, step) {
    const value = this.explorer.days[day].values[step];
    const fields = value.map((_, row) => /** @type {HTMLInputElement} */ (element("input", {
      class: "blank", inputmode: "numeric", autocomplete: "off", "data-key": `blank.${row}`, "aria-label": this.placeName({ day, step, row }),
      keydown: (/** @type {KeyboardEvent} */ event) => {
        event.stopPropagation();
        if (event.key === "Enter") (fields[row + 1] ?? check).focus();
        if (event.key === "ArrowDown") fields[row + 1]?.focus();
        if (event.key === "ArrowUp") fields[row - 1]?.focus();
      },
    })));
    const key = `${day}.${step}`;
    const answer = (/** @type {number[] | null} */ missed) => {
      this.missed.set(key, missed ?? []);
      this.guesses.set(key, missed && missed.length === 0);
      this.show();
      this.focus("forward");
    };
    const check = button("check", [this.tell("check")], () => answer(fields.flatMap((field, row) => {
      const typed = readNumber(field.value);
      return typed.fault || typed.value !== value[row] ? [row] : [];
    })));
    const give = button("give", [this.tell("show")], () => answer(null));
    const rows = fields.map((field, row) => element("tr", {}, element("td", { class: "number first last" }, field),
      element("th", { scope: "row", class: this.colour(step, row) }, this.rowName(step, row))));
    const { symbol, word } = this.words.steps[step];
    return grid("term", symbol, word, rows, box("choices", check, give));
  }

  // Where a number comes from

  /** A number was pointed at, got the focus, or was clicked. @param {Event} event */
  meet(event) {
    const cell = event.target instanceof HTMLElement ? event.target.closest("[data-place], [data-entry]") : null;
    if (!(cell instanceof HTMLElement) || (event.target instanceof HTMLInputElement && event.type !== "mouseover")) return;
    const { place, entry } = cell.dataset;
    const [first, second, row] = (place ?? entry ?? "").split(".").map(Number);
    if (event.type === "click" && entry) this.edit(entry);
    else if (place) this.point({ day: first, step: second, row }, event.type === "click");
    else this.point({ day: this.day, step: first, row: second }, false, entry);
  }

  /** Show where a number comes from. @param {Place} at @param {boolean} keeps @param {string} [entry]  of the matrix */
  point(at, keeps, entry = "") {
    if (this.isKept && !keeps && !(document.activeElement instanceof HTMLElement && document.activeElement.matches(":focus-visible"))) return;
    const isSame = this.trail.length > 0 && placeKey(this.trail[0]) === placeKey(at) && this.entry === entry;
    if (isSame && !keeps) return;
    if (isSame && this.isKept) keeps = false;
    this.isKept = keeps;
    this.trail = [at];
    this.entry = entry;
    this.light();
    if (keeps) this.write();
  }

  /** Light up what made the number that is pointed at, and write its arithmetic. */
  light() {
    const { figure, origin } = this.parts;
    for (const lit of figure.querySelectorAll(".lit, .lit-row, .addend")) lit.classList.remove("lit", "lit-row", "addend");
    const [at] = this.trail;
    if (this.isHidden(this.day) || (at && this.isAsked(at.day, at.step))) {
      origin.replaceChildren();
      return;
    }
    if (!at) {
      origin.replaceChildren(element("p", { class: "hint" }, together(this.words, this.tell("hint"), this.tell("hint_edit"))));
      return;
    }
    const mark = (/** @type {string} */ selector, /** @type {string} */ name) => {
      for (const found of figure.querySelectorAll(selector)) found.classList.add(name);
    };
    mark(`[data-place="${placeKey(at)}"]`, "lit");
    for (const addend of this.explorer.origin(at).addends) {
      const isFelt = addend.every((factor) => factor.value !== 0);
      for (const { place, cell } of addend) {
        const name = isFelt ? "addend" : "lit-row";
        if (place) mark(`[data-place="${placeKey(place)}"]`, name);
        if (cell) mark(`[data-entry="${cell.step}.${cell.row}.${cell.column}"]`, name);
      }
    }
    if (this.entry) {
      const [step, , column] = this.entry.split(".");
      mark(`[data-entry^="${step}."][data-entry$=".${column}"]`, "lit-row");
      mark(`[data-entry="${this.entry}"]`, "lit");
    }
    origin.replaceChildren(element("h3", {}, this.tell("where_from")), element("ol", { class: "trail" }, ...this.trail.map((_, level) => this.level(level))));
  }

  /** Show where an addend comes from, below the number that it is an addend of. @param {number} level @param {Place} at */
  deeper(level, at) {
    const list = this.parts.origin.querySelector(".trail");
    this.trail = [...this.trail.slice(0, level + 1), at];
    while (list && list.children.length > level + 1) list.lastElementChild?.remove();
    list?.append(this.level(level + 1));
    for (const each of list?.children[level].querySelectorAll(".origin-of") ?? []) each.classList.remove("origin-of");
    list?.children[level].querySelector(`[data-key="${level}.${placeKey(at)}"]`)?.classList.add("origin-of");
  }

  /** A number of the trail and its arithmetic. @param {number} level */
  level(level) {
    const at = this.trail[level];
    const { call, addends, result } = this.explorer.origin(at);
    /** @type {(Node | string)[]} */
    const line = [];
    const number = (/** @type {Factor} */ { value, place, cell, call: its }, /** @type {boolean} */ inBrackets) => {
      const text = inBrackets && value < 0 && !its ? `(${brief(value)})` : brief(value);
      const next = place && this.trail[level + 1] && placeKey(place) === placeKey(this.trail[level + 1]) ? " origin-of" : "";
      const deeper = place && (() => this.deeper(level, place));
      const made = place && deeper ? button(`${level}.${placeKey(place)}`, [text], () => {
        this.isKept = true;
        deeper();
      }, { class: `addend-of${next}`, "aria-label": `${this.placeName(place)}: ${brief(value)}`, mouseenter: deeper, focus: deeper })
        : element("span", { class: cell && this.entry === `${cell.step}.${cell.row}.${cell.column}` ? "weight origin-of" : "weight" }, text);
      return its ? [`${its}(`, made, ")"] : [made];
    };
    const isLong = addends.length > MOST_ADDENDS;
    const told = isLong ? addends.filter((addend) => addend.every((factor) => factor.value !== 0)) : addends;
    if (call === "softmax") {
      line.push(...told.flatMap((addend, row) => [row ? " + " : "", ...power(number(addend[0], false))]));
      line.unshift(...power(number(addends[at.row][0], false)), " / (");
      line.push(")");
    } else if (call === "hardmax") {
      const values = this.explorer.days[at.day].values[indexOf(this.data, this.data.steps[at.step].takes[0].step)];
      const most = Math.max(...values);
      line.push(...number(addends[0][0], false), " · ", result ? this.tell("largest", { numbers: numbers(values) }) : this.tell("not_largest", { number: brief(most) }), " → ", brief(result));
    } else {
      if (call) line.push(`${call}(`);
      for (const [place, addend] of told.entries()) {
        const product = addend.flatMap((factor, which) => [which ? "·" : "", ...number(factor, place > 0 || which > 0)]);
        line.push(place ? " + " : "", element("span", { class: "product" }, ...product));
      }
      if (told.length < addends.length) line.push(told.length ? " + " : "", element("span", { class: "faint" }, this.tell("more_zeros", { n: addends.length - told.length })));
      if (call) line.push(")");
    }
    const isExact = addends.flat().every((factor) => Number.isInteger(factor.value)) && Number.isInteger(result);
    if (!addends.length) line.push(`${brief(result)} · ${this.tell("given")}`);
    else if (call !== "hardmax") line.push(isExact ? " = " : " ≈ ", element("b", {}, brief(result)));
    return element("li", {}, box("of-what", this.placeName(at)), box("arithmetic", ...line));
  }

  // What was changed, and what comes of it

  showChanges() {
    const { explorer, words, data } = this;
    const chip = (/** @type {string} */ key, /** @type {string} */ text, /** @type {() => void} */ undo) =>
      element("li", {}, button(`undo.${key}`, [text, element("span", { class: "cross", "aria-hidden": "true" }, "↶")], () => {
        undo();
        explorer.work();
        this.follow();
      }, { class: "chip", "aria-label": this.tell("undo", { change: text }) }));
    const chips = [];
    if (explorer.start !== data.start) {
      const told = this.tell("change", { name: words.short[0], value: words.dishes[explorer.start], was: words.dishes[data.start] });
      chips.push(chip("start", told, () => { explorer.start = data.start; }));
    }
    for (const [day, code] of explorer.weathers.entries()) {
      if (code === data.weathers[day]) continue;
      const told = this.tell("change", { name: words.short[day + 1], value: words.weathers[code], was: words.weathers[data.weathers[day]] });
      chips.push(chip(`weather.${day}`, told, () => { explorer.weathers[day] = data.weathers[day]; }));
    }
    for (const [key, value] of explorer.changes) {
      const [step, row, column] = key.split(".").map(Number);
      const told = this.tell("change_entry", { matrix: data.steps[step].matrixName, row: row + 1, column: column + 1, value, was: explorer.wasEntry(key) });
      chips.push(chip(key, told, () => { explorer.changes.delete(key); }));
    }
    const all = button("undo_all", [this.tell("undo_all")], () => {
      explorer.reset();
      this.follow();
    }, { class: "all" });
    this.parts.changes.replaceChildren(...(chips.length ? [element("span", { class: "label" }, this.tell("changed")), element("ul", {}, ...chips), all] : []));
  }

  showCheck() {
    const { data, words, explorer } = this;
    if (!data.follows) return;
    const { wrong, of } = wrongCases(data, explorer.matrices);
    const lines = wrong.slice(0, 50).map(({ dish, weather, made, expected }) => {
      const day = data.weatherNames.length ? this.tell("case_day", { dish: words.dishes[dish], weather: words.weathers[weather] }) : words.dishes[dish];
      return element("li", {}, this.tell("case", { day, made: made === null ? this.tell("a_tie") : words.dishes[made], expected: words.dishes[expected] }));
    });
    const verdict = wrong.length ? this.tell("some_right", { right: of - wrong.length, of }) : this.tell("all_right", { of });
    this.parts.check.classList.toggle("bad", wrong.length > 0);
    const told = [element("p", {}, `${wrong.length ? "✗" : "✓"} ${verdict}`), ...(lines.length ? [element("ul", {}, ...lines)] : [])];
    if (this.parts.check.textContent !== told.map((each) => each.textContent).join("")) this.parts.check.replaceChildren(...told);
  }

  /** Put all steps of the day on paper. */
  print() {
    if (this.isHidden(this.day)) return;
    const { words } = this;
    const { count, day } = this;
    const steps = Array.from({ length: count }, (_, step) => element("section", {},
      element("h3", {}, `${step + 1}/${this.data.steps.length} ${words.steps[step].word}`), this.equation(day, step, false),
      element("p", {}, sentence(this.explorer.telling(day, step)))));
    this.parts.paper.replaceChildren(
      element("h2", {}, this.tell("day_opening", { day: words.days[day], opening: this.opening(day) })), ...steps);
  }

  // Keys

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    if (target.matches("input, select")) return;
    const cell = target.closest(".grid [tabindex]");
    if (cell instanceof HTMLElement && this.moveInGrid(cell, event.key)) event.preventDefault();
    else if (event.key === "Escape") { this.trail = []; this.isKept = false; this.light(); this.write(); }
    else if (!cell && event.key === "ArrowRight") { this.move(1); event.preventDefault(); }
    else if (!cell && event.key === "ArrowLeft") { this.move(-1); event.preventDefault(); }
  }

  /** Go to the next number in a vector or a matrix, or to the next of them; whether the key was one for that. @param {HTMLElement} cell @param {string} key */
  moveInGrid(cell, key) {
    if (key === "Enter" || key === " ") {
      if (cell.dataset.entry) this.edit(cell.dataset.entry);
      else cell.click();
      return true;
    }
    const by = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] })[key];
    if (!by) return false;
    const grids = [...this.parts.figure.querySelectorAll(".grid")].map((grid) =>
      [...grid.querySelectorAll("tr")].map((row) => [.../** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll("[tabindex]"))]));
    const which = grids.findIndex((grid) => grid.some((cells) => cells.includes(cell)));
    const row = grids[which].findIndex((cells) => cells.includes(cell));
    const column = grids[which][row].indexOf(cell);
    const beside = grids[which + by[1]];
    const next = grids[which][row + by[0]]?.[column + by[1]]
      ?? (by[1] && beside ? beside[Math.min(row, beside.length - 1)]?.at(by[1] > 0 ? 0 : -1) : undefined);
    if (!next) return true;
    for (const each of next.closest(".grid")?.querySelectorAll('[tabindex="0"]') ?? []) each.setAttribute("tabindex", "-1");
    next.tabIndex = 0;
    next.focus();
    return true;
  }
}

const placeKey = (/** @type {Place} */ at) => `${at.day}.${at.step}.${at.row}`;
const power = (/** @type {(Node | string)[]} */ number) => ["e", element("sup", {}, ...number)];

/** A number as the arithmetic is written: three decimals where it is not whole. @param {number} value */
const brief = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(3).replace(/^-(0\.0*)$/, "$1"));

if (typeof document !== "undefined") {
  const data = document.getElementById("cook-data");
  const root = document.querySelector("main.cook");
  if (data && root instanceof HTMLElement) {
    /** @type {Data} */
    const read = JSON.parse(data.textContent ?? "");
    if (!read.stages) root.replaceChildren(); // what is shown without a script
    new Page(read, root);
  }
}
