//! What the library has of the question's market, followed as either changes.

use super::Lab;
use crate::library::client::{library, unexpected};
use crate::library::protocol::{Answer as Told, Ask, Covered, Event as Happened, Trouble};
use crate::pool::Pool;
use crate::question;
use domain::{Calendar, MarketChoice, RunSpec, Source};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What the library has of the question's market; `None` while it is being asked.
#[derive(Clone, PartialEq)]
pub struct Coverage {
    /// The market.
    pub market: MarketChoice,
    /// What there is of each of its symbols, in their order.
    pub told: Option<Result<Vec<Covered>, Trouble>>,
    /// When each of them trades, as it was told last: the names of bars don't change with it, but a year has other days.
    hours: Vec<Option<Calendar>>,
}

impl Lab {
    /// Looks what the library has of what is being asked, whenever that is something else.
    pub fn follow_library(self) {
        let wanted = self.checked.with(|checked| {
            let market = checked.as_ref().ok().map(|spec| &spec.market);
            market
                .filter(|market| market.source != Source::Sample)
                .map(|market| MarketChoice {
                    data: None,
                    ..market.clone()
                })
        });
        let known = self
            .coverage
            .with_untracked(|known| known.as_ref().map(|known| known.market.clone()));
        match wanted {
            None => {
                // While something is half typed, what was found stays.
                if known.is_some() && self.checked.with_untracked(Result::is_ok) {
                    self.coverage.set(None);
                }
            }
            Some(market) if known.as_ref() != Some(&market) => self.look_up(market),
            Some(_) => {}
        }
    }

    /// Reads the list of series, and keeps it as the library changes.
    pub fn look_at_library(self) {
        if self.listening.with_value(Option::is_none) {
            let heard = library().listen(move |event| {
                if matches!(event, Happened::Changed(_)) {
                    self.read_series();
                    let market = self.coverage.get_untracked().map(|known| known.market);
                    if let Some(market) = market {
                        self.look_up(market);
                    }
                }
            });
            self.listening.set_value(Some(heard));
        }
        self.read_series();
    }

    fn read_series(self) {
        spawn_local(async move { self.series.set(Some(library().series().await)) });
    }

    fn look_up(self, market: MarketChoice) {
        let hours = self.coverage.with_untracked(|known| {
            let known = known.as_ref().filter(|known| known.market == market);
            known.map(|known| known.hours.clone()).unwrap_or_default()
        });
        let coverage = Coverage {
            market: market.clone(),
            told: None,
            hours,
        };
        self.coverage.set(Some(coverage));
        spawn_local(async move {
            let heard = library().ask(Ask::Coverage(Box::new(market.clone()))).await;
            let told = heard.and_then(|heard| match heard.answer {
                Told::Coverage(covered) => Ok(covered),
                _ => Err(unexpected()),
            });
            let mut other_hours = false;
            self.coverage.update(|coverage| {
                if let Some(coverage) = coverage.as_mut().filter(|known| known.market == market) {
                    let covered = told.iter().flatten();
                    let hours: Vec<_> = covered.map(|covered| covered.calendar).collect();
                    other_hours = !coverage.hours.is_empty() && coverage.hours != hours;
                    coverage.hours = hours;
                    coverage.told = Some(told);
                }
            });
            if other_hours {
                self.pool.with_value(Pool::forget_bars);
                self.run.update_value(|run| run.asked = None);
                self.ask();
            }
        });
    }

    /// Are the bars of the question at hand?
    pub fn has_bars(self) -> bool {
        self.checked.with(|checked| {
            checked.as_ref().is_ok_and(|spec| {
                spec.market.source == Source::Sample || spec.market.data.is_some()
            })
        }) && self.bars_agree()
    }

    /// Are they the bars the link speaks of?
    fn bars_agree(self) -> bool {
        self.coverage.with(|coverage| {
            let told = coverage.as_ref().and_then(|known| known.told.as_ref());
            let Some(Ok(covered)) = told else {
                return true;
            };
            self.draft
                .with(|draft| draft.agrees(covered).into_iter().all(|same| same))
        })
    }
}

/// Names the bars of a question, when they are known: then its answer can be of no others.
pub(super) fn name_bars(spec: &mut RunSpec, coverage: Option<&Coverage>) {
    let Some(known) = coverage.filter(|known| known.market == spec.market) else {
        return;
    };
    if let Some(Ok(covered)) = &known.told {
        spec.market.data = question::digest(covered);
    }
}
