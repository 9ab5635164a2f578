//! Bars for questions: what the library has of a market, made longer where needed, cut to the span and named.

use super::super::columns::{Block, from_block};
use super::super::protocol::{BarsHead, Covered, Kind, SeriesKey, Trouble};
use super::disk::Disk;
use super::gauge::{Gauge, Gauged};
use super::hash::browser_sha256_of;
use super::words::{id_of, key_of, of_store};
use domain::{Bars, Calendar, Digest, MarketChoice, Source, Span, Timeframe, Venue};
use js_sys::ArrayBuffer;
use std::rc::Rc;
use store::{Library, SeriesEntry};
use wasm_bindgen::prelude::*;

/// Bars kept for the next question at most.
const MOST_BARS: usize = 3_000_000;
/// Bars that were read before, of which what is known is kept: their names and what they lack.
const MOST_KNOWN: usize = 256;

/// What is known of the bars of one symbol as a question reads them.
pub struct Supplied {
    /// The series they come from.
    from: SeriesKey,
    /// All there is of it.
    whole: Span,
    /// When it trades.
    calendar: Calendar,
    /// What there is of it in the question's time.
    gauged: Gauged,
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

struct Kept {
    recipe: Recipe,
    supplied: Rc<Supplied>,
    /// The bars themselves, until they are handed over: then reading them again is cheaper than a copy for everybody.
    block: Option<ArrayBuffer>,
}

/// The bars of the last questions.
#[derive(Default)]
pub struct Supply {
    kept: Vec<Kept>,
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
            let found = match self.known(library, key, choice.span).await {
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

    /// The bars of each symbol of a market, with those that replay their inside, as blocks.
    pub async fn bars(
        &mut self,
        library: &Library<Disk>,
        choice: &MarketChoice,
    ) -> Result<(Vec<BarsHead>, Vec<JsValue>), Trouble> {
        let venue = venue_of(choice)?;
        let inside = choice.inside.map(|frame| (frame, true));
        let frames = || [(choice.timeframe, false)].into_iter().chain(inside);
        let symbols = choice.symbols.iter().chain(&choice.watched);
        let keys: Vec<(SeriesKey, bool)> = symbols
            .flat_map(|&symbol| {
                frames().map(move |(timeframe, inside)| {
                    let key = SeriesKey {
                        venue,
                        symbol,
                        timeframe,
                    };
                    (key, inside)
                })
            })
            .collect();
        let sources = keys
            .iter()
            .filter_map(|(key, _)| source_of(library, *key).ok());
        let sources: Vec<_> = sources.map(|entry| (entry.id, choice.span)).collect();
        library.soon(&sources).await;
        let (mut heads, mut blocks) = (Vec::new(), Vec::new());
        for (key, inside) in keys {
            let (supplied, block) = self.handed(library, key, choice.span).await?;
            heads.push(supplied.head(key, inside));
            blocks.push(JsValue::from(block));
        }
        Ok((heads, blocks))
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
            let inside = self.known(library, key, choice.span).await?;
            let parts = [&supplied.digest.0[..], &inside.digest.0[..]];
            covered.hash = Some(Digest::of_parts(parts));
        }
        Ok(covered)
    }

    /// What is known of the bars, which are read when nothing is.
    async fn known(
        &mut self,
        library: &Library<Disk>,
        wanted: SeriesKey,
        span: Option<Span>,
    ) -> Result<Rc<Supplied>, Trouble> {
        let entry = source_of(library, wanted)?;
        let recipe = Recipe::of(wanted, span, entry);
        if let Some(kept) = self.kept.iter().find(|kept| kept.recipe == recipe) {
            return Ok(Rc::clone(&kept.supplied));
        }
        let (supplied, block) = read(library, entry, &recipe, None).await?;
        Ok(self.keep(recipe, supplied, Some(block)))
    }

    /// The bars, to give away.
    pub(super) async fn handed(
        &mut self,
        library: &Library<Disk>,
        wanted: SeriesKey,
        span: Option<Span>,
    ) -> Result<(Rc<Supplied>, ArrayBuffer), Trouble> {
        let entry = source_of(library, wanted)?;
        let recipe = Recipe::of(wanted, span, entry);
        let kept = self.kept.iter_mut().find(|kept| kept.recipe == recipe);
        let name = match kept {
            None => None,
            Some(kept) => match kept.block.take() {
                Some(block) => return Ok((Rc::clone(&kept.supplied), block)),
                None => Some(kept.supplied.digest),
            },
        };
        let (supplied, block) = read(library, entry, &recipe, name).await?;
        Ok((self.keep(recipe, supplied, None), block))
    }

    fn keep(
        &mut self,
        recipe: Recipe,
        supplied: Supplied,
        block: Option<ArrayBuffer>,
    ) -> Rc<Supplied> {
        self.kept.retain(|kept| kept.recipe != recipe);
        let supplied = Rc::new(supplied);
        self.kept.push(Kept {
            recipe,
            supplied: Rc::clone(&supplied),
            block,
        });
        if self.kept.len() > MOST_KNOWN {
            self.kept.remove(0);
        }
        // The newest first; blocks that don't fit go.
        let mut bars = 0;
        for kept in self.kept.iter_mut().rev() {
            if kept.block.is_some() {
                let first = bars == 0;
                bars += kept.supplied.gauged.bars;
                if bars > MOST_BARS && !first {
                    kept.block = None;
                }
            }
        }
        supplied
    }
}

impl Recipe {
    fn of(wanted: SeriesKey, span: Option<Span>, entry: &SeriesEntry) -> Recipe {
        Recipe {
            wanted,
            span,
            hash: entry.hash,
            policy: entry.gap_policy,
        }
    }
}

impl Supplied {
    fn head(&self, key: SeriesKey, inside: bool) -> BarsHead {
        BarsHead {
            venue: key.venue,
            symbol: key.symbol,
            calendar: self.calendar,
            timeframe: key.timeframe,
            count: self.gauged.bars as u32,
            hash: self.digest,
            inside,
        }
    }

    fn covered(&self, key: SeriesKey) -> Covered {
        Covered {
            key,
            from: Some(self.from),
            span: Some(self.gauged.span),
            whole: Some(self.whole),
            bars: self.gauged.bars as u64,
            gaps: self.gauged.gaps,
            missing: self.gauged.missing,
            hash: Some(self.digest),
            strip: self.gauged.strip.clone(),
            trouble: None,
        }
    }
}

/// Reads bars into a block, segment by segment, and names them unless their name is known.
async fn read(
    library: &Library<Disk>,
    entry: &SeriesEntry,
    recipe: &Recipe,
    name: Option<Digest>,
) -> Result<(Supplied, ArrayBuffer), Trouble> {
    let (wanted, span) = (recipe.wanted, recipe.span);
    let none = || {
        let (key, has) = (wanted, entry.span);
        Trouble::from(Kind::NoBars { key, has })
    };
    let (block, gauged) = if entry.id.timeframe == wanted.timeframe {
        let parts = library.parts(entry.id, span).await;
        let mut parts = parts.map_err(|error| of_store(&error))?;
        let whole = parts.span().ok_or_else(none)?;
        let mut filling = Filling::new(wanted, entry.calendar, whole, parts.rows())?;
        while let Some(bars) = parts.next().await.map_err(|error| of_store(&error))? {
            filling.put(&bars)?;
        }
        filling.done()
    } else {
        let bars = longer(library, entry, wanted, span).await?;
        let whole = bars.span().ok_or_else(none)?;
        let mut filling = Filling::new(wanted, entry.calendar, whole, bars.len())?;
        filling.put(&bars)?;
        filling.done()
    };
    let digest = match name {
        Some(name) => name,
        None => match browser_sha256_of(&block.named()).await {
            Some(digest) => digest,
            None => from_block(wanted.timeframe, &block.buffer())
                .map_err(|said| Trouble::new(Kind::Refused, said))?
                .digest(),
        },
    };
    let supplied = Supplied {
        from: key_of(entry.id),
        whole: entry.span,
        calendar: entry.calendar,
        gauged,
        digest,
    };
    Ok((supplied, block.buffer()))
}

/// Bars made longer, cut to the span.
async fn longer(
    library: &Library<Disk>,
    entry: &SeriesEntry,
    wanted: SeriesKey,
    span: Option<Span>,
) -> Result<Bars, Trouble> {
    let loaded = library.load(entry.id, span).await;
    let bars = loaded.map_err(|error| of_store(&error))?.bars;
    let longer = bars.resample(wanted.timeframe);
    let not_longer = Kind::NotLonger(key_of(entry.id), wanted.timeframe);
    let bars = longer.map_err(|error| Trouble::new(not_longer, error.to_string()))?;
    Ok(match span {
        // The first one may have begun before the span, and would be cut short.
        Some(span) => bars.slice(bars.rows_in(span)),
        None => bars,
    })
}

/// A block on its way.
struct Filling {
    wanted: SeriesKey,
    block: Block,
    gauge: Gauge,
}

impl Filling {
    fn new(
        wanted: SeriesKey,
        calendar: Calendar,
        whole: Span,
        rows: usize,
    ) -> Result<Filling, Trouble> {
        let block = Block::new(wanted.timeframe, rows).ok_or_else(|| too_many(wanted, rows))?;
        Ok(Filling {
            wanted,
            block,
            gauge: Gauge::new(wanted.timeframe, calendar, whole, rows),
        })
    }

    fn put(&mut self, bars: &Bars) -> Result<(), Trouble> {
        self.gauge.add(bars);
        let put = self.block.put(bars);
        put.ok_or_else(|| too_many(self.wanted, bars.len()))
    }

    fn done(self) -> (Block, Gauged) {
        (self.block, self.gauge.done())
    }
}

fn too_many(wanted: SeriesKey, rows: usize) -> Trouble {
    Kind::TooMany(wanted, rows as u64).into()
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
    longest.ok_or_else(|| Kind::NoSuchSeries(wanted).into())
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
