//! Many downloads that share one budget, each served in turn.

use domain::{Bars, Ts};

use crate::{Backfill, BackfillError, Budget, Fault, HttpReply, HttpRequest, Stop, Ticket};

/// Which download.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesNo(pub usize);

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// Send this for one of the downloads.
    Send {
        /// Whose request.
        series: SeriesNo,
        /// The request's name.
        ticket: Ticket,
        /// The request.
        request: HttpRequest,
    },
    /// Nothing before this moment, or before a reply comes.
    Wait {
        /// Until when.
        until: Ts,
        /// What stopped everything, if something did.
        why: Option<Stop>,
    },
    /// Nothing before a reply comes.
    Listen,
    /// A download ended with an error; the others go on.
    Failed {
        /// Which.
        series: SeriesNo,
        /// Why.
        error: BackfillError,
    },
    /// Nothing is left to do: every download is done, failed, cancelled or paused.
    Done,
}

/// What a reply brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Brought {
    /// Bars to keep, after all that were given out before; often none.
    Bars {
        /// The bars.
        bars: Box<Bars>,
        /// What went wrong and will be tried again.
        fault: Option<Fault>,
        /// Was it the last of this download?
        done: bool,
    },
    /// The download ended with an error.
    Failed(BackfillError),
    /// Nobody waits for it: the download was cancelled.
    Nothing,
}

/// Many downloads from one exchange.
#[derive(Clone)]
pub struct Portfolio {
    budget: Budget,
    series: Vec<Option<Backfill>>,
}

impl Portfolio {
    /// No downloads yet.
    pub fn new(budget: Budget) -> Portfolio {
        Portfolio {
            budget,
            series: Vec::new(),
        }
    }

    /// Adds a download.
    pub fn add(&mut self, series: Backfill) -> SeriesNo {
        self.series.push(Some(series));
        SeriesNo(self.series.len() - 1)
    }

    /// A download, to pause it or to see how far it is; `None` when it has ended with an error or was cancelled.
    pub fn series(&mut self, series: SeriesNo) -> Option<&mut Backfill> {
        self.series.get_mut(series.0)?.as_mut()
    }

    /// Drops a download.
    pub fn cancel(&mut self, series: SeriesNo) {
        if let Some(place) = self.series.get_mut(series.0) {
            *place = None;
        }
    }

    /// The shared budget.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// What to do now.
    pub fn next(&mut self, now: Ts) -> Turn {
        let _ = now;
        Turn::Done
    }

    /// Takes a reply, or `Err(why)` when nothing came back.
    pub fn heard(
        &mut self,
        series: SeriesNo,
        ticket: Ticket,
        reply: Result<&HttpReply, &str>,
        now: Ts,
        random: f64,
    ) -> Brought {
        let _ = (series, ticket, reply, now, random);
        Brought::Nothing
    }
}
