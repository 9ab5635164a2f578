//! Bars for questions: what the library has of a market, made longer where needed, cut to the span and named.

use super::super::protocol::{BarsHead, Covered, SeriesKey, Trouble};
use super::disk::Disk;
use super::reading::read;
use super::source::{source_of, venue_of};
use super::supplied::Supplied;
use super::words::{key_of, of_store};
use domain::{Digest, MarketChoice, Span};
use js_sys::ArrayBuffer;
use std::rc::Rc;
use store::{Library, Names, SeriesEntry};
use wasm_bindgen::prelude::*;

/// Bars kept for the next question at most.
const MOST_BARS: usize = 3_000_000;
/// Bars that were read before, of which what is known is kept: their names and what they lack.
const MOST_KNOWN: usize = 256;
/// Names of so many bars at least are kept on the disk: fewer are hashed in less time than a millisecond.
const WORTH_KEEPING: usize = 10_000;

/// What they were made of and how: equal, and the bars are.
#[derive(Clone, PartialEq)]
struct Recipe {
    wanted: SeriesKey,
    span: Option<Span>,
    /// All bars of the series: of those outside of the span the end is told.
    whole: Digest,
    made: store::Recipe,
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
    /// Names of the disk, once they were asked for, and those found since.
    names: Option<Names>,
    /// How many were found since they were written.
    new_names: usize,
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
                    calendar: None,
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
        if self.names.is_none() {
            library.names_soon().await;
        }
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
        let recipe = Recipe::of(library, wanted, span, entry)?;
        if let Some(kept) = self.kept.iter().find(|kept| kept.recipe == recipe) {
            return Ok(Rc::clone(&kept.supplied));
        }
        let (supplied, block) = self.read(library, entry, &recipe, None).await?;
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
        let recipe = Recipe::of(library, wanted, span, entry)?;
        let kept = self.kept.iter_mut().find(|kept| kept.recipe == recipe);
        let name = match kept {
            None => None,
            Some(kept) => match kept.block.take() {
                Some(block) => return Ok((Rc::clone(&kept.supplied), block)),
                None => Some(kept.supplied.digest),
            },
        };
        let (supplied, block) = self.read(library, entry, &recipe, name).await?;
        Ok((self.keep(recipe, supplied, None), block))
    }

    /// Reads the names that were kept, unless that was done.
    pub async fn learn_names(&mut self, library: &Library<Disk>) {
        self.names(library).await;
    }

    /// Names found since they were written down.
    pub fn new_names(&self) -> usize {
        self.new_names
    }

    /// Reads all bars of a series for their name, as a question for them would have them; `false` when there was nothing to do.
    pub async fn name(
        &mut self,
        library: &Library<Disk>,
        wanted: SeriesKey,
    ) -> Result<bool, Trouble> {
        let entry = source_of(library, wanted)?;
        let recipe = Recipe::of(library, wanted, None, entry)?;
        let few = entry.bars < WORTH_KEEPING as u64;
        if few || self.names(library).await.get(recipe.made).is_some() {
            return Ok(false);
        }
        self.read(library, entry, &recipe, None).await?;
        Ok(true)
    }

    /// Writes names down when there are new ones. What can't be kept is found again by the next worker.
    pub async fn write_names(&mut self, library: &Library<Disk>) {
        if std::mem::take(&mut self.new_names) > 0
            && let Some(names) = &self.names
        {
            let _ = library.keep_names(names).await;
        }
    }

    async fn names(&mut self, library: &Library<Disk>) -> &mut Names {
        let names = match self.names.take() {
            Some(names) => names,
            None => library.names().await,
        };
        self.names.insert(names)
    }

    /// Reads bars, named as they were when they were hashed before.
    async fn read(
        &mut self,
        library: &Library<Disk>,
        entry: &SeriesEntry,
        recipe: &Recipe,
        name: Option<Digest>,
    ) -> Result<(Supplied, ArrayBuffer), Trouble> {
        let name = match name {
            Some(name) => Some(name),
            None => self.names(library).await.get(recipe.made),
        };
        let filled = read(library, entry, recipe.wanted, recipe.span, name).await?;
        if name.is_none() && filled.gauged.bars >= WORTH_KEEPING {
            self.names(library).await.put(recipe.made, filled.digest);
            self.new_names += 1;
        }
        let supplied = Supplied {
            from: key_of(entry.id),
            whole: entry.span,
            calendar: entry.calendar,
            gauged: filled.gauged,
            digest: filled.digest,
        };
        Ok((supplied, filled.block))
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
    fn of(
        library: &Library<Disk>,
        wanted: SeriesKey,
        span: Option<Span>,
        entry: &SeriesEntry,
    ) -> Result<Recipe, Trouble> {
        let made = library.recipe(entry.id, wanted.timeframe, span);
        Ok(Recipe {
            wanted,
            span,
            whole: entry.hash,
            made: made.map_err(|error| of_store(&error))?,
        })
    }
}
