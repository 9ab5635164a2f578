//! Drives downloads against a simulated exchange on a simulated clock.

use std::collections::BTreeMap;

use domain::{Bar, Ts, random::Random};

use super::SimExchange;
use crate::{BackfillError, Brought, HttpReply, Portfolio, SeriesNo, Ticket, Turn};

/// What one download brought.
#[derive(Clone, Debug, Default)]
pub struct Download {
    /// Every bar that was given out, in that order.
    pub bars: Vec<Bar>,
    /// Did it end well?
    pub done: bool,
    /// Why it ended otherwise.
    pub error: Option<BackfillError>,
    /// Replies that were no answer.
    pub faults: u64,
}

/// How it went.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Every download by its number.
    pub series: BTreeMap<SeriesNo, Download>,
    /// When it was over.
    pub ended: Ts,
    /// When the last request went out.
    pub last_sent: Ts,
}

/// Runs until nothing is left to do or `until` has come; `watch` is called after every event.
pub fn drive(
    portfolio: &mut Portfolio,
    exchange: &mut SimExchange,
    start: Ts,
    until: Ts,
    mut watch: impl FnMut(&mut Portfolio, Ts),
) -> Outcome {
    let mut now = start;
    let mut arrivals: BTreeMap<(Ts, u64), Arrival> = BTreeMap::new();
    let mut number = 0;
    let mut random = Random::named(1, "simulated driver", 0);
    let mut outcome = Outcome {
        series: BTreeMap::new(),
        ended: start,
        last_sent: start,
    };
    while now <= until {
        let wait = match portfolio.next(now) {
            Turn::Send {
                series,
                ticket,
                request,
            } => {
                let (latency, reply) = exchange.respond(&request, now);
                let arrival = Arrival {
                    series,
                    ticket,
                    reply,
                };
                arrivals.insert((Ts(now.0 + latency), number), arrival);
                number += 1;
                outcome.last_sent = now;
                continue;
            }
            Turn::Failed { series, error } => {
                outcome.series.entry(series).or_default().error = Some(error);
                continue;
            }
            Turn::Wait { until, .. } => Some(until),
            Turn::Listen => None,
            Turn::Done if arrivals.is_empty() => break,
            Turn::Done => None,
        };
        let arrives = arrivals.keys().next().map(|&(at, _)| at);
        let Some(next) = arrives.into_iter().chain(wait).min() else {
            // Nothing is under way and nothing is waited for: a download that hangs here would hang for ever.
            break;
        };
        now = now.max(next);
        while let Some(entry) = arrivals.first_entry()
            && entry.key().0 <= now
        {
            let Arrival {
                series,
                ticket,
                reply,
            } = entry.remove();
            let reply = reply.as_ref().map_err(String::as_str);
            let download = outcome.series.entry(series).or_default();
            match portfolio.heard(series, ticket, reply, now, random.uniform()) {
                Brought::Bars { bars, fault, done } => {
                    download.bars.extend(bars.iter());
                    download.done = done;
                    download.faults += u64::from(fault.is_some());
                }
                Brought::Failed(error) => download.error = Some(error),
                Brought::Nothing => {}
            }
        }
        watch(portfolio, now);
    }
    outcome.ended = now;
    outcome
}

struct Arrival {
    series: SeriesNo,
    ticket: Ticket,
    reply: Result<HttpReply, String>,
}
