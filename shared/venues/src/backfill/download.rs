//! The state machine: legs are opened, asked for side by side, and given out in order.

use std::{collections::VecDeque, sync::Arc};

use domain::{Bar, Bars, Span, Timeframe, Ts};

use super::{
    BackfillError, Heard, Source, Step, Ticket, Wanted,
    leg::{Leg, Purpose, State},
    open::{LEGS_WORTH_A_LOOK, looks},
    plan::{self, Stride},
    trouble::trouble,
};
use crate::{AskError, Budget, Fault, HttpReply, Serving, Stop, Take};

/// A download of one series.
#[derive(Clone)]
pub struct Backfill {
    pub(super) source: Arc<dyn Source>,
    pub(super) wanted: Wanted,
    pub(super) asked: Timeframe,
    pub(super) span: Span,
    /// Where the next leg begins.
    pub(super) planned: Ts,
    /// Everything before has been given out.
    pub(super) given: Ts,
    pub(super) stored: Option<Bar>,
    pub(super) legs: VecDeque<Leg>,
    pub(super) stride: Stride,
    /// The lengths still to look at for when the market began, longest last.
    pub(super) looks: Vec<Timeframe>,
    /// The month the market began in.
    pub(super) month: Option<Ts>,
    pub(super) paused: bool,
    pub(super) failed: Option<BackfillError>,
    pub(super) tickets: u64,
    pub(super) began: Option<Ts>,
    pub(super) calls: u64,
    pub(super) bars: u64,
}

/// What keeps a download from sending.
pub(crate) enum Ready {
    /// This can go out.
    Step(Step),
    /// The shared budget has nothing left: it is the same for every download.
    Budget(Ts, Option<Stop>),
}

impl Backfill {
    /// Prepares a download. `stored` is the last bar there is already: the download begins with it, and it must come back the
    /// same.
    pub fn new(
        source: Arc<dyn Source>,
        wanted: Wanted,
        stored: Option<Bar>,
        now: Ts,
    ) -> Result<Backfill, BackfillError> {
        let (start, end) = (wanted.span.start, wanted.span.end);
        if start >= end {
            return Err(AskError::Span { start, end }.into());
        }
        let timeframe = wanted.timeframe;
        let venue = source.exchange().venue();
        let serving = source
            .serves(timeframe)
            .ok_or(AskError::Timeframe { venue, timeframe })?;
        let asked = match serving {
            Serving::AsIs => timeframe,
            Serving::MadeOf(shorter) => shorter,
        };
        let mut span = plan::span(source.as_ref(), &wanted, now);
        if let Some(stored) = stored {
            span.start = stored.open_time;
            // Nothing has closed since: there is nothing to ask for, not even the stored bar.
            if timeframe.close_of(stored.open_time) >= span.end {
                span.end = span.start;
            }
        }
        span.end = span.end.max(span.start);
        let stride = Stride::new(source.as_ref());
        let legs = plan::slots(asked, span) / u64::from(source.leg().max(1));
        let looks = if stored.is_none() && legs > LEGS_WORTH_A_LOOK {
            looks(source.as_ref(), asked)
        } else {
            Vec::new()
        };
        Ok(Backfill {
            source,
            wanted,
            asked,
            span,
            planned: span.start,
            given: span.start,
            stored,
            legs: VecDeque::new(),
            stride,
            looks,
            month: None,
            paused: false,
            failed: None,
            tickets: 0,
            began: None,
            calls: 0,
            bars: 0,
        })
    }

    /// What to do now.
    pub fn next(&mut self, now: Ts, budget: &mut Budget) -> Result<Step, BackfillError> {
        Ok(match self.ready(now, budget)? {
            Ready::Step(step) => step,
            Ready::Budget(until, why) => Step::Wait { until, why },
        })
    }

    pub(crate) fn ready(&mut self, now: Ts, budget: &mut Budget) -> Result<Ready, BackfillError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        if self.is_done() {
            return Ok(Ready::Step(Step::Done));
        }
        if self.paused {
            return Ok(Ready::Step(Step::Paused));
        }
        let is_ready = |leg: &Leg| matches!(leg.state, State::Ready(at) if at <= now);
        if !self.legs.iter().any(is_ready) {
            self.open_leg();
        }
        let Some(leg) = self.legs.iter_mut().find(|leg| is_ready(leg)) else {
            let earliest = self.legs.iter().filter_map(|leg| match leg.state {
                State::Ready(at) => Some(at),
                State::Flying { .. } | State::Finished => None,
            });
            return Ok(Ready::Step(match earliest.min() {
                Some(until) => Step::Wait { until, why: None },
                None => Step::Listen,
            }));
        };
        let request = self.source.bars(&leg.ask(&self.wanted, now), &leg.page)?;
        match budget.take(now, request.cost) {
            Take::Now => {}
            Take::Wait(until) => return Ok(Ready::Budget(until, None)),
            Take::Stopped { until, why } => return Ok(Ready::Budget(until, Some(why))),
        }
        let ticket = Ticket(self.tickets);
        leg.state = State::Flying {
            ticket,
            sent: now,
            cost: request.cost,
        };
        self.tickets += 1;
        self.calls += 1;
        self.began.get_or_insert(now);
        Ok(Ready::Step(Step::Send { ticket, request }))
    }

    /// Takes a reply. `Err(why)` in its place: nothing came back. `random` is uniform in `[0, 1)`. An error ends the
    /// download; what was given out before stays good.
    pub fn heard(
        &mut self,
        ticket: Ticket,
        reply: Result<&HttpReply, &str>,
        now: Ts,
        random: f64,
        budget: &mut Budget,
    ) -> Result<Heard, BackfillError> {
        let heard = self.listen(ticket, reply, now, random, budget);
        if let Err(error) = &heard {
            self.failed = Some(error.clone());
        }
        heard
    }

    fn listen(
        &mut self,
        ticket: Ticket,
        reply: Result<&HttpReply, &str>,
        now: Ts,
        random: f64,
        budget: &mut Budget,
    ) -> Result<Heard, BackfillError> {
        let nothing = Bars::new(self.wanted.timeframe);
        let flying =
            |leg: &Leg| matches!(leg.state, State::Flying { ticket: known, .. } if known == ticket);
        let Some(leg) = self.legs.iter_mut().find(|leg| flying(leg)) else {
            // A reply to what nobody asked, or a second one: nothing to learn from it.
            return Ok(Heard {
                bars: nothing,
                fault: None,
            });
        };
        let page = match reply {
            Ok(reply) => {
                let mut news = self.source.news(reply, now);
                if let State::Flying { sent, cost, .. } = leg.state {
                    news.sent = Some(sent);
                    budget.hear(now, cost, &news, random);
                }
                self.source
                    .read(&leg.ask(&self.wanted, now), &leg.page, reply)
            }
            Err(why) => Err(Fault::Lost {
                why: crate::excerpt::excerpt(why),
            }),
        };
        let before = leg.len();
        let fault = match page {
            Ok(mut page) => {
                let cut = page.cut.take();
                if page.rows == 0 && cut.is_some() {
                    cut
                } else {
                    match leg.take(page) {
                        Ok(()) => cut,
                        Err(error) => Some(Fault::NotTheExchange(error)),
                    }
                }
            }
            Err(fault) => Some(fault),
        };
        if leg.purpose == Purpose::Keep {
            self.bars += leg.len().saturating_sub(before);
        }
        if let Some(fault) = &fault {
            let series = (self.wanted.symbol, self.wanted.timeframe);
            trouble(leg, series, fault, now, random)?;
        }
        Ok(Heard {
            bars: self.give(nothing)?,
            fault,
        })
    }

    /// Gives out the finished legs at the front.
    fn give(&mut self, mut out: Bars) -> Result<Bars, BackfillError> {
        let (symbol, timeframe) = (self.wanted.symbol, self.wanted.timeframe);
        let refused = |error| BackfillError::Bars { symbol, error };
        while let Some(leg) = self.legs.pop_front_if(|leg| leg.state == State::Finished) {
            if leg.purpose == Purpose::Listing {
                self.looked(&leg);
                continue;
            }
            self.given = leg.span.end;
            self.stride
                .learn(plan::slots(leg.timeframe, leg.span), leg.len());
            let mut bars = leg.bars(timeframe).map_err(refused)?;
            if let Some(stored) = self.stored.take() {
                self.overlap(stored, bars.get(0))?;
                bars = bars.slice(1..bars.len());
            }
            if out.is_empty() {
                out = bars;
                continue;
            }
            for bar in bars.iter() {
                out.push(bar).map_err(refused)?;
            }
        }
        Ok(out)
    }

    fn overlap(&self, stored: Bar, came: Option<Bar>) -> Result<(), BackfillError> {
        let (symbol, timeframe) = (self.wanted.symbol, self.wanted.timeframe);
        let stored = Box::new(stored);
        match came {
            Some(came) if came == *stored => Ok(()),
            Some(came) if came.open_time == stored.open_time => Err(BackfillError::Overlap {
                symbol,
                timeframe,
                stored,
                came: Box::new(came),
            }),
            _ => Err(BackfillError::OverlapGone {
                symbol,
                timeframe,
                stored,
            }),
        }
    }

    /// Has everything been given out?
    pub fn is_done(&self) -> bool {
        self.legs.is_empty() && self.looks.is_empty() && self.planned >= self.span.end
    }

    /// Sends nothing more; replies under way are still taken.
    pub fn pause(&mut self) {
        self.paused = true;
    }

    /// Goes on.
    pub fn resume(&mut self) {
        self.paused = false;
    }

    /// Is it paused?
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// What is downloaded.
    pub fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    /// How the bars are come by.
    pub fn serving(&self) -> Serving {
        if self.asked == self.wanted.timeframe {
            Serving::AsIs
        } else {
            Serving::MadeOf(self.asked)
        }
    }
}
