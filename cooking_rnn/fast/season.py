"""A season at the speed of memory, for any number of days. Its plain twin is `kitchen/season.py`: read that first.

The idea is the twin's: composing maps is associative, so runs of days can be worked out side by side, and only their
few maps are left to be chained (prefix sums: Ladner & Fischer 1980). Speed costs three things more.

Days are packed, p weathers to a byte, with a table from (dish, byte) to the p dishes that follow. The season is cut
into chunks that stand side by side as columns, so that one step of numpy is one step of every chunk. And the maps
are numbered, so that composing two of them is one look into a table: a kitchen whose weathers move the cook round
a cycle of 3 dishes has only 3 maps, however long the runs. Where there are too many maps to number, the dish before
each chunk is guessed instead. `_by_maps` and `_by_dishes` are these two ways.
"""

from functools import cached_property, reduce
from itertools import accumulate
from operator import getitem
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.fast.codes import checked, checked_one
from cooking_rnn.fast.packing import pack, places, unpacked
from cooking_rnn.steps import Array

Codes = NDArray[np.uint8]
Places = NDArray[np.intp]

CHUNKS = 1000  # side by side in a block, at most
FEWEST = 8  # chunks in a block; below, a loop is as fast
LENGTH = 60  # packs in a chunk: a block then fits the cache. No power of 2, or its columns would share lines of it
LARGEST = 1 << 18  # entries of a table of maps that is worth having


class FastSeason:
    """Cooks by a table (m, n) of the dish after each (weather, dish), in time linear in the days.

    m and n are at most 256. `kitchen/season.py` says the same in some 18 lines, and says why it works.
    """

    def __init__(self, table: Codes) -> None:
        self.table = table

    def __call__(self, weathers: Array, dish: int) -> Codes:
        """Return the dishes (days,) of these weathers (days,), the first after `dish`.

        A season may come in pieces: the last dish of one is the `dish` of the next. Raises ValueError for anything
        but codes that the table knows.
        """
        m, n = self.table.shape
        weathers, dish = checked(weathers, m).astype(np.uint8, copy=False), checked_one(dish, n)
        menu = np.empty(len(weathers), np.uint8)  # (days,)
        done = 0
        if len(weathers) >= FEWEST * LENGTH * places(m):
            done = self._cook_blocks(weathers, dish, menu)
        dish = int(menu[done - 1]) if done else dish
        menu[done:] = [dish := self._rows[weather][dish] for weather in weathers[done:].tolist()]
        return menu

    def _cook_blocks(self, weathers: Codes, dish: int, menu: Codes) -> int:
        """Write the dishes of as many days to `menu` as fill whole chunks, and return how many days these are."""
        m, length = len(self.table), self._length
        chunk = length * places(m)  # days
        # New memory would cost more than all that is done in it, so every block uses the same.
        desks = np.empty((2, min(len(weathers) // chunk, CHUNKS) * length), np.intp)
        done = 0
        while (chunks := min((len(weathers) - done) // chunk, CHUNKS)) >= FEWEST:
            block = slice(done, done + chunks * chunk)
            packs = pack(np.ascontiguousarray(weathers[block]), m).reshape(chunks, length)
            columns = desks[0, : packs.size].reshape(length, chunks)
            np.copyto(columns, packs.T)
            menus, offsets = self._by_maps(columns, dish) if self._maps else self._by_dishes(columns, packs, dish)
            looks = np.add(columns.T, offsets[:, None], out=desks[1, : packs.size].reshape(chunks, length))
            menus.take(looks.ravel(), out=menu[block].view(menus.dtype), mode="clip")
            done, dish = block.stop, int(menu[block.stop - 1])
        return done

    # Both ways replace each pack in columns (length, chunks) by its place in the flattened menus. They return the
    # menus, and what to add to the places in each chunk (chunks,).

    def _by_maps(self, columns: Places, dish: int) -> tuple[NDArray[Any], Places]:
        """Walk each chunk from map to map, which does not need the dish before it; then chain the maps."""
        assert self._maps is not None
        maps, after, menus = self._maps
        ends = _walk(columns, np.zeros_like(columns[0]), after, keep=menus is not None)  # (chunks,)
        chain = accumulate(ends[:-1].tolist(), lambda dish, map_: maps[map_][dish], initial=dish)
        firsts = np.array(list(chain))  # (chunks,) the dish before each
        if menus is not None:
            return menus.ravel(), firsts * after.size
        _walk(columns, firsts, self._dish_after, keep=True)
        return self._menus.ravel(), np.zeros_like(firsts)

    def _by_dishes(self, columns: Places, packs: NDArray[Any], dish: int) -> tuple[NDArray[Any], Places]:
        """Walk each chunk from dish to dish, which needs the dish before it: guess it, and correct wrong guesses.

        If the kitchen forgets, most chunks end with the same dish whatever they start with. So a first walk from
        any dish finds what the chunks start with, and a second walk what they then end with. Where a guess was
        wrong, and everywhere if the kitchen does not forget, the chunk is walked alone.
        """
        guesses = ends = np.full(columns.shape[1], -1)  # (chunks,)
        if self._forgets:
            ends = _walk(columns, np.full_like(ends, dish), self._dish_after)
            guesses = np.concatenate(([dish], ends[:-1]))
            ends = _walk(columns, guesses, self._dish_after)
        firsts = [dish]
        for guess, end, chunk in zip(guesses.tolist(), ends.tolist(), packs.astype(np.uint8), strict=True):
            firsts.append(end if firsts[-1] == guess else self._end(chunk.tobytes(), firsts[-1]))
        _walk(columns, np.array(firsts[:-1]), self._dish_after, keep=True)
        return self._menus.ravel(), np.zeros_like(ends)

    def _end(self, chunk: bytes, dish: int) -> int:
        """Return the dish after a chunk of packs, walked one by one."""
        last: list[Any] = reduce(getitem, chunk, self._dish_lists[dish])
        return int(last[-1])

    @cached_property
    def _rows(self) -> list[list[int]]:
        return self.table.tolist()  # type: ignore[no-any-return]

    @cached_property
    def _dish_lists(self) -> list[list[Any]]:
        """Every dish as a list of the dishes after each pack, which are such lists too; its last entry is its code.

        A step of a walk is then `dish[pack]`, and `reduce` takes all of them without running Python code.
        """
        lists: list[list[Any]] = [[] for _ in self._dish_after]
        for dish, after in enumerate(self._dish_after.tolist()):
            lists[dish] += [*map(lists.__getitem__, after), dish]
        return lists

    @cached_property
    def _menus(self) -> NDArray[Any]:
        """The p dishes that follow (dish, pack), as one number of p bytes, shape (n, packs)."""
        m, n = self.table.shape
        dishes = np.arange(n)[:, None]  # (n, 1)
        days = [dishes := self.table[weathers, dishes] for weathers in unpacked(m).T]  # p of (n, packs)
        return np.stack(days, axis=-1).view(f"<u{places(m)}")[:, :, 0]

    @cached_property
    def _dish_after(self) -> Places:
        """The dish after (dish, pack), shape (n, packs)."""
        last_day = 8 * (places(len(self.table)) - 1)
        after: Places = (self._menus >> last_day).astype(np.intp)
        return after

    @cached_property
    def _length(self) -> int:
        """The packs in a chunk; where dishes are walked instead of maps, long enough to forget how it began."""
        return LENGTH + (0 if self._maps else 8 * self.table.shape[1] // places(len(self.table)))

    @cached_property
    def _forgets(self) -> bool:
        """Whether some weather leads two dishes to the same one."""
        return any(len({*row}) < len(row) for row in self.table.tolist())

    @cached_property
    def _maps(self) -> "_Maps | None":
        """All maps that runs of weathers make, numbered; None where a table of them would be too large."""
        m, n = self.table.shape
        packs = m ** places(m)
        weathers = [bytes(row).ljust(256) for row in self.table]
        maps = [bytes(range(n))]  # the dish after each dish; the first map is that of no days at all
        number = {maps[0]: 0}
        followed: list[list[int]] = []  # (maps, m) the map after each (map, weather)
        for map_ in maps:  # the list grows meanwhile
            if len(maps) * packs > LARGEST:
                return None
            longer = [map_.translate(weather) for weather in weathers]  # composed
            maps += (new := [*dict.fromkeys(map_ for map_ in longer if map_ not in number)])
            number |= {map_: len(number) + place for place, map_ in enumerate(new)}
            followed.append([number[map_] for map_ in longer])
        after = np.arange(len(maps))[:, None]  # (maps, 1)
        for weather in unpacked(m).T:  # p of (packs,)
            after = np.array(followed)[after, weather]  # (maps, packs)
        is_small = n * after.size <= LARGEST
        return _Maps(maps, after, self._menus[np.array([*map(list, maps)]).T] if is_small else None)


class _Maps(NamedTuple):
    maps: list[bytes]
    after: Places  # (maps, packs) the map after each
    menus: NDArray[Any] | None  # (n, maps, packs) the p dishes of a pack after a dish and a map, where not too large


def _walk(columns: Places, states: Places, after: Places, *, keep: bool = False) -> Places:
    """Walk through columns (length, chunks) of packs from states (chunks,) by the table `after` (states, packs).

    Returns the states at the end (chunks,). With `keep`, each pack becomes the place in the flat table where it
    was looked up.
    """
    rows = after.ravel() * after.shape[1]  # a state is where its row begins: one addition says where to look
    states = states * after.shape[1]
    look = np.empty_like(states)
    for packs in columns:
        look = np.add(packs, states, out=packs if keep else look)
        rows.take(look, out=states, mode="clip")
    ends: Places = states // after.shape[1]
    return ends


def side_by_side(table: Array, weathers: Array, starts: Array) -> Places:
    """Return the dishes (days + 1, batch) of many seasons (days, batch), the starts (batch,) first.

    `table` (m, n) is the dish after each weather and dish. The seasons already stand side by side, so this loops over
    the days. Raises ValueError for anything but codes that the table knows.
    """
    m, n = table.shape
    weathers, starts = checked(weathers, m, 2), checked(starts, n)
    dishes = np.empty((len(weathers) + 1, len(starts)), np.intp)
    dishes[0] = starts
    flat, rows = table.reshape(-1), weathers.astype(np.intp) * n  # one index is faster than two
    for day, row in enumerate(rows):
        dishes[day + 1] = flat[row + dishes[day]]
    return dishes
