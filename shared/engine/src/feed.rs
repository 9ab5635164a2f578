//! Deals the bars of a dataset one moment after the other, aligned by time.

use domain::{Bar, Bars, Dataset, Series, Timeframe, Ts};
use std::ops::Range;
use std::slice::Iter;

/// The bars of all symbols, aligned by time.
pub(crate) struct Feed<'a> {
    seats: Vec<Seat<'a>>,
    /// The next moment at which a symbol has a bar.
    next: i64,
    /// What was dealt last.
    pub(crate) bars: Vec<Option<Bar>>,
    replays: Option<Replays<'a>>,
    timeframe: Timeframe,
    /// Length of all bars, where they have one: months don't.
    length: Option<i64>,
}

/// How far one symbol has come.
struct Seat<'a> {
    bars: &'a Bars,
    /// The next bars, read from their columns together: bar by bar each column would be asked for its row.
    block: Vec<Bar>,
    /// How many of them have been dealt.
    dealt: usize,
    /// How many are read next: few behind a stretch that was passed over, for another one may follow.
    together: usize,
    /// The first row behind them.
    row: usize,
    /// When the next one opens.
    next: i64,
}

/// Bars that are read together at most, and behind a stretch that was passed over.
const BLOCK: usize = 64;
const FEW: usize = 8;

/// The shorter bars that symbols are replayed on.
struct Replays<'a> {
    series: &'a [Series],
    rows: Vec<usize>,
    bars: Vec<Vec<Bar>>,
}

/// When a bar opens that there isn't.
const NEVER: i64 = i64::MAX;

impl<'a> Feed<'a> {
    /// A fresh one, which has dealt nothing.
    pub(crate) fn new(data: &'a Dataset, timeframe: Timeframe) -> Feed<'a> {
        let seats = data.series().iter().map(|one| Seat::new(one.bars()));
        let seats: Vec<Seat<'_>> = seats.collect();
        let replays = data.series().iter().any(|one| one.inside().is_some());
        Feed {
            next: seats.iter().map(|seat| seat.next).min().unwrap_or(NEVER),
            bars: vec![None; seats.len()],
            replays: replays.then(|| Replays::new(data.series())),
            seats,
            timeframe,
            length: (timeframe != Timeframe::Month1).then(|| timeframe.millis()),
        }
    }

    /// When a bar closes that opens at this moment.
    #[inline]
    pub(crate) fn close_of(&self, open: i64) -> Ts {
        match self.length {
            Some(length) => Ts(open + length),
            None => self.timeframe.close_of(Ts(open)),
        }
    }

    /// Deals each symbol its bar of the next moment, or none; gives that moment until there is none.
    #[inline]
    pub(crate) fn take(&mut self) -> Option<i64> {
        let now = self.next;
        if now == NEVER {
            return None;
        }
        self.next = NEVER;
        for (seat, into) in self.seats.iter_mut().zip(&mut self.bars) {
            if seat.next == now {
                seat.take(into);
            } else {
                *into = None;
            }
            self.next = self.next.min(seat.next);
        }
        if let Some(replays) = &mut self.replays {
            replays.take(now);
        }
        Some(now)
    }

    /// The bars of the only symbol and the row that is dealt next, unless it is replayed on shorter ones.
    #[inline]
    pub(crate) fn only(&self) -> Option<(&'a Bars, usize)> {
        match (&self.seats[..], &self.replays) {
            ([seat], None) => Some((seat.bars, seat.row - seat.block.len() + seat.dealt)),
            _ => None,
        }
    }

    /// Passes over so many bars of the only symbol.
    pub(crate) fn skip(&mut self, bars: usize) {
        if let [seat] = &mut self.seats[..] {
            seat.skip(bars);
            self.next = seat.next;
        }
    }

    /// The shorter bars of each symbol inside the bars that were dealt; none without any to replay.
    pub(crate) fn shorter(&self) -> Vec<&[Bar]> {
        match &self.replays {
            None => Vec::new(),
            Some(replays) => replays.bars.iter().map(Vec::as_slice).collect(),
        }
    }
}

impl<'a> Seat<'a> {
    fn new(bars: &'a Bars) -> Seat<'a> {
        let mut seat = Seat {
            bars,
            block: Vec::with_capacity(BLOCK),
            dealt: 0,
            together: BLOCK,
            row: 0,
            next: NEVER,
        };
        seat.read();
        seat
    }

    /// Deals its next bar straight to its place: handed over by value it would be copied twice.
    #[inline]
    fn take(&mut self, into: &mut Option<Bar>) {
        match self.block.get(self.dealt) {
            Some(bar) => *into = Some(*bar),
            None => *into = None,
        }
        self.skip(1);
    }

    #[inline]
    fn skip(&mut self, bars: usize) {
        self.dealt += bars;
        match self.block.get(self.dealt) {
            Some(bar) => self.next = bar.open_time.0,
            None => {
                let passed_over = self.dealt > self.block.len();
                self.together = if passed_over { FEW } else { BLOCK };
                self.read();
            }
        }
    }

    /// The next block, empty behind the last bar.
    #[inline(never)]
    fn read(&mut self) {
        // A stretch that was passed over may have ended far behind the last block.
        let start = self.row + self.dealt - self.block.len();
        let rows = start..self.bars.len().min(start + self.together);
        self.row = rows.end;
        self.dealt = 0;
        self.block.clear();
        self.block.extend(read(self.bars, &rows));
        self.next = self.block.first().map_or(NEVER, |bar| bar.open_time.0);
    }
}

impl<'a> Replays<'a> {
    fn new(series: &'a [Series]) -> Replays<'a> {
        Replays {
            series,
            rows: vec![0; series.len()],
            bars: vec![Vec::new(); series.len()],
        }
    }

    /// Deals each symbol the shorter bars inside its bar of this moment.
    fn take(&mut self, now: i64) {
        let places = self.rows.iter_mut().zip(&mut self.bars);
        for (series, (row, into)) in self.series.iter().zip(places) {
            let Some(inside) = series.inside() else {
                continue;
            };
            let end = series.bars().timeframe().close_of(Ts(now)).0;
            let times = inside.open_time();
            into.clear();
            while times.get(*row).is_some_and(|time| *time < now) {
                *row += 1;
            }
            while times.get(*row).is_some_and(|time| *time < end) {
                into.extend(inside.get(*row));
                *row += 1;
            }
        }
    }
}

/// These bars, with one look at where each column ends for all of them.
pub(crate) fn read<'a>(bars: &'a Bars, rows: &Range<usize>) -> impl Iterator<Item = Bar> + 'a {
    let times = part(bars.open_time(), rows);
    let starts = times.zip(part(bars.open(), rows));
    let ranges = part(bars.high(), rows).zip(part(bars.low(), rows));
    let ends = part(bars.close(), rows).zip(part(bars.volume(), rows));
    let made_up = part(bars.made_up(), rows);
    let all = starts.zip(ranges).zip(ends).zip(made_up);
    all.map(
        |((((time, open), (high, low)), (close, volume)), made_up)| Bar {
            open_time: Ts(*time),
            open: *open,
            high: *high,
            low: *low,
            close: *close,
            volume: *volume,
            made_up: *made_up,
        },
    )
}

/// These rows of a column.
pub(crate) fn part<'a, T>(column: &'a [T], rows: &Range<usize>) -> Iter<'a, T> {
    column.get(rows.clone()).unwrap_or_default().iter()
}
