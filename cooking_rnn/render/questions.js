"use strict";
/* A course: each question is answered before what follows it is shown, and a wrong answer gets its reason. */

/**
 * @typedef {{yes: string, no: string, hint: string, see: string, check: string, number: string, answer: string, score: string,
 *   name: string}} Words
 * @typedef {{answer: number, tolerance: number, right: string, why: string, hint: string, shows: string[],
 *   mistakes: number[], unit: string}} Told
 */

/** @type {{words: Words, questions: Told[]}} */
const { words, questions } = JSON.parse(document.querySelector("#cook-data")?.textContent ?? "");

/** What was answered is kept in the browser, where it lets us. @param {number[]} [done] */
function kept(done) {
  try {
    if (done) localStorage.setItem(words.name, JSON.stringify(done));
    return /** @type {number[]} */ (JSON.parse(localStorage.getItem(words.name) ?? "[]"));
  } catch {
    return [];
  }
}

/** A number as people write it: "-0.5", "−0,5", "1/4"; NaN for what is none. @param {string} text */
function number(text) {
  const [above, below = "1", more] = text.normalize("NFKC").replaceAll("−", "-").replaceAll(",", ".").split("/");
  return more !== undefined || !above.trim() || !below.trim() ? NaN : Number(above) / Number(below);
}

class Question {
  /** @param {HTMLElement} root @param {Told} told @param {() => void} changed */
  constructor(root, told, changed) {
    this.told = told;
    this.root = root;
    this.changed = changed;
    this.isDone = this.isOpen = false;
    this.verdict = document.createElement("p");
    this.verdict.className = "verdict";
    this.verdict.setAttribute("role", "status");
    this.asked = document.createElement("form");
    this.asked.className = "asked";
    const list = root.querySelector("ol");
    /** @type {HTMLButtonElement[]} */
    this.choices = [...(list?.children ?? [])].map((item, place) =>
      this.button(item.textContent ?? "", "", () => this.answer(place, `${this.told.shows[place] ?? ""}`)));
    if (!list) this.asked.append(this.input(), this.button(words.check, "", () => this.read()));
    if (this.told.hint) this.button(words.hint, "aside", () => this.say(this.told.hint));
    this.button(words.see, "aside", () => this.say(`${words.answer} ${this.told.right}. ${this.told.why}`, true));
    this.asked.addEventListener("submit", (event) => event.preventDefault());
    root.classList.add("asks");
    root.append(this.asked, this.verdict);
  }

  /** @param {string} text @param {string} style @param {() => void} pressed */
  button(text, style, pressed) {
    const made = document.createElement("button");
    made.textContent = text;
    made.className = style;
    made.type = style || this.root.querySelector("ol") ? "button" : "submit";
    made.addEventListener("click", pressed);
    this.asked.append(made);
    return made;
  }

  input() {
    this.field = document.createElement("input");
    this.field.inputMode = "text";
    this.field.setAttribute("aria-label", words.number);
    this.field.placeholder = this.told.unit || words.number;
    this.field.maxLength = 40;
    return this.field;
  }

  read() {
    const given = number((this.field?.value ?? "").trim().replace(this.told.unit, ""));
    if (Number.isNaN(given)) return this.say(words.number);
    const near = (/** @type {number} */ value) => Math.abs(given - value) <= this.told.tolerance + 1e-9;
    const mistake = this.told.mistakes.findIndex(near);
    return this.answer(near(this.told.answer) ? this.told.answer : given, mistake < 0 ? "" : this.told.shows[mistake]);
  }

  /** @param {number} given @param {string} shows */
  answer(given, shows) {
    const isRight = Math.abs(given - this.told.answer) <= this.told.tolerance + 1e-9;
    this.choices[given]?.classList.add(isRight ? "right" : "wrong");
    if (!isRight) return this.say(`${words.no} ${shows || this.told.hint}`);
    this.isDone = true;
    return this.say(`${words.yes} ${this.told.why}`, true);
  }

  /** @param {string} text @param {boolean} [goesOn] whether what follows is shown */
  say(text, goesOn = false) {
    this.verdict.textContent = text;
    if (!goesOn) return;
    this.isOpen = true;
    this.changed();
  }

  /** Show it as it was left. */
  restore() {
    this.choices[this.told.answer]?.classList.add("right");
    if (this.field) this.field.value = String(this.told.answer);
    this.answer(this.told.answer, "");
  }
}

class Course {
  constructor() {
    this.score = document.createElement("p");
    this.score.className = "score";
    document.querySelector("h1")?.after(this.score);
    const before = kept();
    /** @type {Question[]} */
    this.questions = [];
    for (const root of document.querySelectorAll(".question")) {
      const told = questions[this.questions.length];
      if (root instanceof HTMLElement) this.questions.push(new Question(root, told, () => this.show()));
    }
    for (const place of before) this.questions[place]?.restore();
    this.show();
  }

  /** Hide in each lesson what comes after its first open question. */
  show() {
    const open = this.questions.filter((question) => !question.isOpen).map((question) => question.root);
    for (const lesson of document.querySelectorAll(".day")) {
      let isHidden = false;
      for (const screen of lesson.querySelectorAll(".step")) {
        if (screen instanceof HTMLElement) screen.hidden = isHidden;
        isHidden ||= open.some((question) => screen.contains(question));
      }
    }
    const done = this.questions.flatMap((question, place) => (question.isDone ? [place] : []));
    this.score.textContent = words.score.replace("{right}", String(done.length)).replace("{asked}", String(this.questions.length));
    if (this.questions.length && done.length >= kept().length) kept(done);
  }
}

new Course();
