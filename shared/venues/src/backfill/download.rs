//! The state machine: legs are opened, asked for side by side, and given out in order.

use std::{collections::VecDeque, sync::Arc};

use domain::{Bar, Bars, Span, Timeframe, Ts};

use super::{
    BackfillError, Estimate, Heard, Progress, Source, Step, Ticket, Wanted,
    leg::{Leg, Purpose, State},
    plan::{self, Stride},
};
use crate::{AskError, Budget, Fault, HttpReply, Serving, Stop, Take};

/// How often a page is asked for before the download gives up.
const MOST_TRIES: u32 = 8;
/// How often an exchange may have us wait for one page: a ban or a busy minute is no reason to give up, a year of them is.
const MOST_WAITS: u32 = 40;
/// The first pause after a failure; it doubles.
const FIRST_PAUSE_MS: i64 = 500;
const LONGEST_PAUSE_MS: i64 = 30_000;
/// Legs held in memory for each lane, at most.
const WAITING: usize = 4;
/// A span of more legs than this is worth a look at when the market began.
const LEGS_WORTH_A_LOOK: u64 = 8;

/// A download of one series.
#[derive(Clone)]
pub struct Backfill {
    source: Arc<dyn Source>,
    wanted: Wanted,
    asked: Timeframe,
    span: Span,
    /// Where the next leg begins.
    planned: Ts,
    /// Everything before has been given out.
    given: Ts,
    stored: Option<Bar>,
    legs: VecDeque<Leg>,
    stride: Stride,
    /// The lengths still to look at for when the market began, longest last.
    looks: Vec<Timeframe>,
    /// The month the market began in.
    month: Option<Ts>,
    paused: bool,
    failed: Option<BackfillError>,
    tickets: u64,
    began: Option<Ts>,
    calls: u64,
    bars: u64,
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
        let stride = Stride::new(source.leg());
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

    /// What the download will take. It is said anew, and lower, once it is known when the market began.
    pub fn estimate(&self) -> Estimate {
        let limits = self.source.exchange().limits();
        let page = u64::from(limits.page.max(1));
        let looks = 2 * self.looks.len() as u64;
        let calls = plan::slots(self.asked, self.span).div_ceil(page) + looks;
        let millis = limits
            .rates
            .iter()
            .filter(|rate| rate.group == limits.bars.group)
            .map(|rate| {
                let weight = calls.saturating_mul(u64::from(limits.bars.weight));
                let per = u64::try_from(rate.per_ms).unwrap_or(0);
                weight.saturating_mul(per) / u64::from(rate.most.max(1))
            })
            .max()
            .unwrap_or(0);
        Estimate {
            bars: plan::slots(self.wanted.timeframe, self.span),
            calls,
            millis: i64::try_from(millis).unwrap_or(i64::MAX),
        }
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

    /// What a look at the market's beginning showed: nothing before it need be asked for.
    fn looked(&mut self, leg: &Leg) {
        let first = match leg.first() {
            Some(first) => first,
            // Not even a month of it: there is nothing at all.
            None if self.month.is_none() => {
                self.looks.clear();
                self.span.end
            }
            None => return,
        };
        if leg.timeframe == Timeframe::Month1 {
            self.month = leg.first();
        }
        let first = self.wanted.timeframe.open_of(first).min(self.span.end);
        if first > self.span.start {
            self.span.start = first;
            (self.planned, self.given) = (first, first);
        }
    }

    fn open_leg(&mut self) {
        let looking = self.legs.iter().any(|leg| leg.purpose == Purpose::Listing);
        if looking {
            return;
        }
        if let Some(length) = self.looks.pop() {
            let start = length.open_of(self.span.start);
            // A second look is only needed inside the first bar of the one before.
            let end = match self.looks.is_empty() && length == Timeframe::Day1 {
                true if self.calls > 0 => self
                    .span
                    .end
                    .min(Timeframe::Month1.close_of(Timeframe::Month1.open_of(start))),
                _ => self.span.end,
            };
            if start < end {
                let span = Span { start, end };
                self.legs
                    .push_back(Leg::new(Purpose::Listing, length, span));
            }
            return;
        }
        let lanes = self.source.lanes().max(1);
        let under_way = self
            .legs
            .iter()
            .filter(|leg| leg.state != State::Finished)
            .count();
        // Finished legs wait for the ones before them; how many may is bounded, because they are held in memory.
        let full = under_way >= lanes || self.legs.len() >= lanes * WAITING;
        if self.planned >= self.span.end || full {
            return;
        }
        let (asked, wanted) = (self.asked, self.wanted.timeframe);
        let end = self.stride.end(asked, wanted, self.planned, self.span.end);
        let span = Span {
            start: self.planned,
            end,
        };
        self.legs.push_back(Leg::new(Purpose::Keep, asked, span));
        self.planned = end;
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

    /// How far it has come.
    pub fn progress(&self, now: Ts) -> Progress {
        let length = |span: Span| span.end.0.saturating_sub(span.start.0).max(0) as f64;
        let all = length(self.span);
        let finished = self
            .legs
            .iter()
            .filter(|leg| leg.purpose == Purpose::Keep && leg.state == State::Finished)
            .map(|leg| length(leg.span));
        let given = length(Span {
            start: self.span.start,
            end: self.given,
        });
        let covered = given + finished.sum::<f64>();
        let done = if self.is_done() {
            1.0
        } else if all > 0.0 {
            (covered / all).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let elapsed = self
            .began
            .map_or(0, |began| now.0.saturating_sub(began.0))
            .max(0) as f64;
        let rate = if elapsed > 0.0 {
            self.bars as f64 * 1_000.0 / elapsed
        } else {
            0.0
        };
        let known = covered > 0.0 && elapsed > 0.0;
        let eta_ms = if done >= 1.0 {
            Some(0)
        } else {
            known.then(|| (elapsed * (all - covered) / covered) as i64)
        };
        Progress {
            done,
            bars: self.bars,
            calls: self.calls,
            rate,
            eta_ms,
        }
    }
}

/// The lengths to look at for when the market began, the first one last: months, then days, or days alone.
fn looks(source: &dyn Source, asked: Timeframe) -> Vec<Timeframe> {
    let as_is = |length: &Timeframe| {
        *length > asked && source.exchange().serves(*length) == Some(Serving::AsIs)
    };
    [Timeframe::Day1, Timeframe::Month1]
        .into_iter()
        .filter(as_is)
        .collect()
}

/// Decides whether a page is asked for again, and when.
fn trouble(
    leg: &mut Leg,
    (symbol, timeframe): (domain::Symbol, Timeframe),
    fault: &Fault,
    now: Ts,
    random: f64,
) -> Result<(), BackfillError> {
    if !fault.is_passing() {
        return Err(BackfillError::Refused {
            symbol,
            timeframe,
            fault: Box::new(fault.clone()),
        });
    }
    let told = match fault {
        Fault::RateLimited {
            retry_after_s: told,
        }
        | Fault::Banned { for_s: told } => Some(told.unwrap_or(1)),
        _ => None,
    };
    let pause = if let Some(seconds) = told {
        // The budget has everybody wait; this is for what the edge passes on in the middle of an answer.
        leg.waits += 1;
        i64::try_from(seconds)
            .unwrap_or(i64::MAX)
            .saturating_mul(1_000)
    } else {
        let doubled = FIRST_PAUSE_MS.saturating_mul(1 << leg.tries.min(16));
        leg.tries += 1;
        (doubled.min(LONGEST_PAUSE_MS) as f64 * (0.5 + 0.5 * random.clamp(0.0, 1.0))) as i64
    };
    if leg.tries >= MOST_TRIES || leg.waits >= MOST_WAITS {
        return Err(BackfillError::GaveUp {
            symbol,
            timeframe,
            tries: leg.tries + leg.waits,
            fault: Box::new(fault.clone()),
        });
    }
    if leg.state != State::Finished {
        leg.state = State::Ready(Ts(now.0.saturating_add(pause)));
    }
    Ok(())
}
