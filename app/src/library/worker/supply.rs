//! Bars for questions: what the library has of a market, made longer where needed, cut to the span and named.

use super::super::columns::to_buffers;
use super::super::protocol::{BarsHead, Covered, Kind, SeriesKey, Trouble};
use super::disk::Disk;
use super::opfs::{get, promised};
use super::words::{id_of, key_of, of_store};
use domain::{Bars, Calendar, Digest, MarketChoice, Source, Span, Timeframe, Ts, Venue};
use js_sys::{ArrayBuffer, BigInt64Array, Float64Array, Uint8Array};
use std::rc::Rc;
use store::quality::Grid;
use store::{Library, SeriesEntry};
use wasm_bindgen::prelude::*;

/// Bars kept for the next question at most.
const MOST_BARS: usize = 3_000_000;
/// Cells of a strip.
const CELLS: usize = 128;

/// Bars of one symbol as a question reads them.
pub struct Supplied {
    /// The series they come from.
    from: SeriesKey,
    /// All there is of it.
    whole: Span,
    /// When it trades.
    calendar: Calendar,
    bars: Bars,
    digest: Digest,
}

/// What they were made of and how: equal, and the bars are.
#[derive(Clone, PartialEq)]
struct Recipe {
    wanted: SeriesKey,
    span: Option<Span>,
    hash: Digest,
    policy: store::GapPolicy,
}

/// The bars of the last questions.
#[derive(Default)]
pub struct Supply {
    kept: Vec<(Recipe, Rc<Supplied>)>,
}

impl Supply {
    /// What there is of each symbol of a market.
    pub async fn coverage(
        &mut self,
        library: &Library<Disk>,
        choice: &MarketChoice,
    ) -> Result<Vec<Covered>, Trouble> {
        let venue = venue_of(choice)?;
        let mut covered = Vec::new();
        for symbol in choice.symbols.iter().chain(&choice.watched) {
            let key = SeriesKey {
                venue,
                symbol: *symbol,
                timeframe: choice.timeframe,
            };
            let found = match self.one(library, key, choice.span).await {
                Ok(supplied) => self.named(library, key, choice, &supplied).await,
                Err(trouble) => Err(trouble),
            };
            covered.push(match found {
                Ok(covered) => covered,
                Err(trouble) => Covered {
                    key,
                    from: None,
                    span: None,
                    whole: None,
                    bars: 0,
                    gaps: 0,
                    missing: 0,
                    hash: None,
                    strip: Vec::new(),
                    trouble: Some(trouble),
                },
            });
        }
        Ok(covered)
    }

    /// The bars of each symbol of a market, with those that replay their inside, as buffers.
    pub async fn bars(
        &mut self,
        library: &Library<Disk>,
        choice: &MarketChoice,
    ) -> Result<(Vec<BarsHead>, Vec<JsValue>), Trouble> {
        let venue = venue_of(choice)?;
        let (mut heads, mut buffers) = (Vec::new(), Vec::new());
        for symbol in choice.symbols.iter().chain(&choice.watched) {
            let inside = choice.inside.map(|frame| (frame, true));
            for (timeframe, inside) in [(choice.timeframe, false)].into_iter().chain(inside) {
                let key = SeriesKey {
                    venue,
                    symbol: *symbol,
                    timeframe,
                };
                let supplied = self.one(library, key, choice.span).await?;
                heads.push(supplied.head(key, inside));
                buffers.extend(to_buffers(&supplied.bars).map(JsValue::from));
            }
        }
        Ok((heads, buffers))
    }

    /// What there is, named as a run names it: with the bars that replay the inside, when it reads some.
    async fn named(
        &mut self,
        library: &Library<Disk>,
        key: SeriesKey,
        choice: &MarketChoice,
        supplied: &Supplied,
    ) -> Result<Covered, Trouble> {
        let mut covered = supplied.covered(key);
        if let Some(timeframe) = choice.inside {
            let key = SeriesKey { timeframe, ..key };
            let inside = self.one(library, key, choice.span).await?;
            let parts = [&supplied.digest.0[..], &inside.digest.0[..]];
            covered.hash = Some(Digest::of_parts(parts));
        }
        Ok(covered)
    }

    async fn one(
        &mut self,
        library: &Library<Disk>,
        wanted: SeriesKey,
        span: Option<Span>,
    ) -> Result<Rc<Supplied>, Trouble> {
        let entry = source_of(library, wanted)?.clone();
        let recipe = Recipe {
            wanted,
            span,
            hash: entry.hash,
            policy: entry.gap_policy,
        };
        if let Some((_, kept)) = self.kept.iter().find(|(known, _)| *known == recipe) {
            return Ok(Rc::clone(kept));
        }
        let loaded = library.load(entry.id, span).await;
        let mut bars = loaded.map_err(|error| of_store(&error))?.bars;
        if bars.timeframe() != wanted.timeframe {
            let longer = bars.resample(wanted.timeframe);
            bars = longer.map_err(|error| Trouble::new(Kind::Refused, error.to_string()))?;
            if let Some(span) = span {
                // The first one may have begun before the span, and would be cut short.
                bars = bars.slice(bars.rows_in(span));
            }
        }
        if bars.is_empty() {
            let (start, end) = (entry.span.start, entry.span.end);
            let said = format!("{wanted} has no bar in that time, it has {start} to {end}");
            return Err(Trouble::new(Kind::NoSuchSeries, said));
        }
        let digest = digest_of(&bars).await;
        let supplied = Rc::new(Supplied {
            from: key_of(entry.id),
            whole: entry.span,
            calendar: entry.calendar,
            bars,
            digest,
        });
        self.kept.push((recipe, Rc::clone(&supplied)));
        let held = |kept: &[(Recipe, Rc<Supplied>)]| -> usize {
            kept.iter().map(|(_, one)| one.bars.len()).sum()
        };
        while self.kept.len() > 1 && held(&self.kept) > MOST_BARS {
            self.kept.remove(0);
        }
        Ok(supplied)
    }
}

impl Supplied {
    fn head(&self, key: SeriesKey, inside: bool) -> BarsHead {
        BarsHead {
            venue: key.venue,
            symbol: key.symbol,
            calendar: self.calendar,
            timeframe: key.timeframe,
            count: self.bars.len() as u32,
            hash: self.digest,
            inside,
        }
    }

    fn covered(&self, key: SeriesKey) -> Covered {
        let grid = Grid::new(key.timeframe, self.calendar);
        let rows = self.bars.open_time().iter().zip(self.bars.made_up());
        let traded: Vec<i64> = rows
            .filter(|(_, made_up)| !**made_up)
            .map(|(time, _)| *time)
            .collect();
        let (mut count, mut missing) = (0, 0);
        for (before, after) in traded.iter().zip(traded.iter().skip(1)) {
            let hole = Span {
                start: grid.close_of(Ts(*before)),
                end: Ts(*after),
            };
            // Looking at the calendar takes longer than seeing that there is no hole.
            let expected = if hole.start < hole.end {
                grid.expected(hole)
            } else {
                0
            };
            count += u32::from(expected > 0);
            missing += expected;
        }
        Covered {
            key,
            from: Some(self.from),
            span: self.bars.span(),
            whole: Some(self.whole),
            bars: self.bars.len() as u64,
            gaps: count,
            missing,
            hash: Some(self.digest),
            strip: strip(&self.bars, &grid),
            trouble: None,
        }
    }
}

/// The series a question's bars come from: that of its timeframe, or the longest shorter one that fills it.
fn source_of(library: &Library<Disk>, wanted: SeriesKey) -> Result<&SeriesEntry, Trouble> {
    if let Some(entry) = library.entry(id_of(wanted)) {
        return Ok(entry);
    }
    let fills = |shorter: Timeframe| {
        shorter < wanted.timeframe
            && wanted.timeframe.millis() % shorter.millis() == 0
            && shorter != Timeframe::Week1
    };
    let same = |entry: &&SeriesEntry| {
        let id = entry.id;
        (id.venue, id.symbol) == (wanted.venue, wanted.symbol) && fills(id.timeframe)
    };
    let longest = library
        .series()
        .filter(same)
        .max_by_key(|entry| entry.id.timeframe);
    longest.ok_or_else(|| {
        let said = format!("{wanted} is not in the library");
        Trouble::new(Kind::NoSuchSeries, said)
    })
}

fn venue_of(choice: &MarketChoice) -> Result<Venue, Trouble> {
    match choice.source {
        Source::Given(venue) => Ok(venue),
        Source::Sample => {
            let said = "the sample market is made where it is used, the library has none of it";
            Err(Trouble::new(Kind::Refused, said))
        }
    }
}

/// The share of the bars expected in each part of the span that is there; a part in which none is expected is complete.
fn strip(bars: &Bars, grid: &Grid) -> Vec<u8> {
    let Some(span) = bars.span() else {
        return Vec::new();
    };
    let length = i128::from((span.end.0 - span.start.0).max(1));
    let cells = CELLS.min(bars.len());
    let mut there = vec![0_u64; cells];
    for (time, made_up) in bars.open_time().iter().zip(bars.made_up()) {
        let cell = i128::from(time - span.start.0) * cells as i128 / length;
        if let Some(count) = there.get_mut(cell as usize).filter(|_| !made_up) {
            *count += 1;
        }
    }
    // The first moment that falls into a cell.
    let edge = |cell: usize| {
        let (whole, cells) = (length * cell as i128, cells as i128);
        Ts(span.start.0 + ((whole + cells - 1) / cells) as i64)
    };
    let share = |(cell, there): (usize, u64)| {
        let part = Span {
            start: edge(cell),
            end: edge(cell + 1),
        };
        match grid.expected(part) {
            expected if there >= expected => 255,
            expected => (there * 255 / expected) as u8,
        }
    };
    there.into_iter().enumerate().map(share).collect()
}

/// `Bars::digest`, by the browser's own SHA-256 where it lends it: ours takes longer than everything else together.
async fn digest_of(bars: &Bars) -> Digest {
    match browser_digest(bars).await {
        Some(digest) => digest,
        None => bars.digest(),
    }
}

async fn browser_digest(bars: &Bars) -> Option<Digest> {
    let subtle = get(&get(&js_sys::global(), "crypto"), "subtle");
    if !subtle.is_object() {
        return None;
    }
    // The same bytes in the same order: the name, the times, the prices, the flags. The name ends where whole numbers of
    // eight bytes begin.
    let name = bars.timeframe().as_str().as_bytes();
    let (head, rows) = (8_u32, u32::try_from(bars.len()).ok()?);
    let column = rows.checked_mul(8)?;
    let size = column
        .checked_mul(6)?
        .checked_add(rows)?
        .checked_add(head)?;
    let buffer = ArrayBuffer::new(size);
    let first = head.checked_sub(u32::try_from(name.len()).ok()?)?;
    Uint8Array::new_with_byte_offset_and_length(&buffer, first, head - first).copy_from(name);
    BigInt64Array::new_with_byte_offset_and_length(&buffer, head, rows).copy_from(bars.open_time());
    let prices = [
        bars.open(),
        bars.high(),
        bars.low(),
        bars.close(),
        bars.volume(),
    ];
    for (place, values) in (1..).zip(prices) {
        let start = head + column * place;
        Float64Array::new_with_byte_offset_and_length(&buffer, start, rows).copy_from(values);
    }
    let flags: Vec<u8> = bars.made_up().iter().map(|&flag| u8::from(flag)).collect();
    Uint8Array::new_with_byte_offset_and_length(&buffer, head + column * 6, rows).copy_from(&flags);
    let bytes = Uint8Array::new_with_byte_offset_and_length(&buffer, first, size - first);
    let sum = promised(&subtle, "digest", &["SHA-256".into(), bytes.into()])
        .await
        .ok()?;
    let sum = Uint8Array::new(&sum).to_vec();
    Some(Digest(sum.try_into().ok()?))
}
