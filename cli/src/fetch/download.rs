//! Which stretches of which series one command downloads, exchange by exchange.

use super::ask::{self, Ask};
use super::drive;
use super::error::Error;
use super::http::Http;
use super::outcome::Outcome;
use crate::folder::Folder;
use domain::{Span, Timeframe, Ts};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::{Library, SeriesId, ready};
use venues::Exchange;

/// Bars shorter than a day are fetched for this long when nobody says from when, and those shorter than a minute for a day.
const USUAL_DAYS: i64 = 365;

/// Fetches everything that was asked for.
pub fn all(ask: &Ask, http: &Http, library: &mut Library<Folder>) -> Result<Vec<Outcome>, Error> {
    let exchanges = match ask.exchange {
        Some(exchange) => vec![exchange],
        None => venues::ALL.to_vec(),
    };
    let mut outcomes = Vec::new();
    let stopped = stop_on_request();
    for exchange in exchanges {
        let ids = series(ask, exchange, http, library)?;
        if ids.is_empty() {
            continue;
        }
        let parts = parts(ask, library, &ids)?;
        let mut failed = drive::one_exchange(ask, exchange, http, library, &parts, &stopped)?;
        outcomes.extend(ids.into_iter().map(|(id, before)| {
            let entry = library.entry(id);
            let bars = entry.map_or(0, |entry| entry.bars);
            Outcome {
                id,
                added: bars.saturating_sub(before),
                error: failed
                    .iter()
                    .position(|(of, _)| *of == id)
                    .map(|at| failed.swap_remove(at).1),
                there: entry.map(|entry| (entry.span, entry.bars, entry.coverage.missing)),
            }
        }));
        if stopped.load(Ordering::Relaxed) {
            let done = outcomes.iter().map(|one| format!("{one}\n")).collect();
            return Err(Error::Stopped { done });
        }
    }
    match outcomes.is_empty() {
        true => Err(Error::Nothing {
            folder: ask.folder.clone(),
            named: named(ask),
        }),
        false => Ok(outcomes),
    }
}

fn named(ask: &Ask) -> String {
    let venue = ask
        .exchange
        .map(|exchange| format!(" of {}", exchange.venue().name().en));
    let codes = (!ask.codes.is_empty()).then(|| format!(" of {}", ask.codes.join(", ")));
    [venue, codes].into_iter().flatten().collect()
}

/// A stretch of a series to fetch.
pub struct Part {
    /// Which series.
    pub id: SeriesId,
    /// Opening times.
    pub span: Span,
    /// The last bar that is there, with which the stretch begins.
    pub stored: Option<domain::Bar>,
    /// Before or inside what is there: kept only as a whole, or a stop would leave a hole that nothing knows of.
    pub whole: bool,
}

/// The series in question, and how many bars each has now.
fn series(
    ask: &Ask,
    exchange: &'static dyn Exchange,
    http: &Http,
    library: &Library<Folder>,
) -> Result<Vec<(SeriesId, u64)>, Error> {
    let venue = exchange.venue();
    if ask.update {
        let meant = |id: &SeriesId| {
            let coin = |wanted: &String| {
                let codes = ask::meant(venue, wanted);
                codes.iter().any(|code| code == id.symbol.as_str())
            };
            id.venue == venue
                && (ask.codes.is_empty() || ask.codes.iter().any(coin))
                && (ask.lengths.is_empty() || ask.lengths.contains(&id.timeframe))
        };
        let entries = library.series().filter(|entry| meant(&entry.id));
        return Ok(entries.map(|entry| (entry.id, entry.bars)).collect());
    }
    let there = markets(exchange, http)?;
    let mut found: Vec<(SeriesId, u64)> = Vec::new();
    for code in &ask.codes {
        let symbol = ask::market(exchange, code, &there)?;
        for &timeframe in &ask.lengths {
            let id = SeriesId::new(venue, symbol, timeframe);
            if found.iter().all(|(known, _)| *known != id) {
                found.push((id, library.entry(id).map_or(0, |entry| entry.bars)));
            }
        }
    }
    Ok(found)
}

fn markets(exchange: &dyn Exchange, http: &Http) -> Result<venues::Markets, Error> {
    let keys = ask::keys(exchange)?;
    let failed = |why: String| Error::Markets {
        venue: exchange.venue().name().en,
        why,
    };
    let request = exchange
        .markets(keys.as_ref())
        .map_err(|error| failed(error.to_string()))?;
    let reply = http
        .send(exchange, &request)
        .map_err(|error| failed(error.to_string()))?;
    exchange
        .read_markets(&reply)
        .map_err(|fault| failed(fault.to_string()))
}

fn parts(
    ask: &Ask,
    library: &Library<Folder>,
    ids: &[(SeriesId, u64)],
) -> Result<Vec<Part>, Error> {
    let mut parts = Vec::new();
    for &(id, _) in ids {
        let last = match library.entry(id) {
            Some(_) => ready(library.last_bar(id))
                .ok_or(Error::Waits)?
                .map_err(Error::of(&ask.folder))?,
            None => None,
        };
        let Some((entry, last)) = library.entry(id).zip(last) else {
            let start = ask
                .from
                .unwrap_or_else(|| usual_start(id.timeframe, ask.to));
            let span = Span { start, end: ask.to };
            parts.push(Part {
                id,
                span,
                stored: None,
                whole: false,
            });
            continue;
        };
        if let Some(from) = ask.from.filter(|from| *from < entry.span.start) {
            let span = Span {
                start: from,
                end: entry.span.start,
            };
            parts.push(Part {
                id,
                span,
                stored: None,
                whole: true,
            });
        }
        if id.timeframe.close_of(last.open_time) < ask.to {
            let span = Span {
                start: last.open_time,
                end: ask.to,
            };
            parts.push(Part {
                id,
                span,
                stored: Some(last),
                whole: false,
            });
        }
    }
    Ok(parts)
}

fn usual_start(timeframe: Timeframe, to: Ts) -> Ts {
    match timeframe {
        // Before any market there is.
        longer if longer >= Timeframe::Day1 => Ts::from_date(2010, 1, 1),
        shorter => {
            let seconds = shorter < Timeframe::Minute1;
            let days = if seconds { 1 } else { USUAL_DAYS };
            shorter.open_of(Ts(to.0 - days * domain::time::DAY_MS))
        }
    }
}

/// Raised when a person stops the program: what came is kept first.
pub fn stop_on_request() -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stopped);
    // A second handler is refused; then the program simply ends at once, and the last commit stands.
    let _ = ctrlc::set_handler(move || seen.store(true, Ordering::Relaxed));
    stopped
}
