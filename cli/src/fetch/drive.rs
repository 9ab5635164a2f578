//! Drives the downloads from one exchange: sends what they ask for, keeps what comes, and lets a person stop at any time.

use super::ask::{self, Ask};
use super::download::Part;
use super::error::Error;
use super::http::Http;
use super::progress::{Line, State, now};
use crate::folder::Folder;
use domain::random::Random;
use domain::{Bars, Ts};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use store::{Library, SeriesId, Write, ready};
use venues::{
    Backfill, Brought, Budget, Direct, Exchange, HttpReply, HttpRequest, Portfolio, SeriesNo,
    Source, Ticket, Turn, Wanted,
};

/// Requests under way at once: replies take longer than the exchange's budget lets a request wait.
const SENDERS: usize = 4;

/// A commit writes its last segment anew, so bars are kept in batches: this many, or this often.
const BATCH_BARS: usize = 50_000;
const BATCH_MS: i64 = 10_000;

/// Where bars go once they came.
pub trait Keep {
    /// Takes bars of a series; an error means that they are not kept.
    fn keep(&mut self, id: SeriesId, bars: Bars) -> Result<(), store::Error>;
}

impl Keep for Library<Folder> {
    fn keep(&mut self, id: SeriesId, bars: Bars) -> Result<(), store::Error> {
        let done = ready(self.append(id, &bars, Write::download(now())));
        // Bars that were not written must never pass for kept.
        let waits = || store::Error::Disk {
            file: id.to_string(),
            cause: store::VfsError::Io("the folder did not answer at once".to_owned()),
        };
        done.ok_or_else(waits)?.map(drop)
    }
}

/// Fetches the parts of one exchange side by side; answers with what failed and why.
pub fn one_exchange(
    ask: &Ask,
    exchange: &'static dyn Exchange,
    http: &Http,
    keeper: &mut dyn Keep,
    parts: &[Part],
    stopped: &AtomicBool,
) -> Result<Vec<(SeriesId, String)>, Error> {
    let source: Arc<dyn Source> = Arc::new(Direct::new(exchange, ask::keys(exchange)?));
    let mut portfolio = Portfolio::new(Budget::new(&source.limits()));
    let mut failed = Vec::new();
    let mut kept: Vec<Kept> = Vec::new();
    for part in parts {
        let wanted = Wanted {
            symbol: part.id.symbol,
            timeframe: part.id.timeframe,
            span: part.span,
            variant: ask.variant,
        };
        match Backfill::new(Arc::clone(&source), wanted, part.stored, now()) {
            Ok(download) => {
                let series = portfolio.add(download);
                kept.push(Kept::new(series, part));
            }
            Err(error) => failed.push((part.id, error.to_string())),
        }
    }
    let lost = thread::scope(|scope| {
        let (jobs, replies) = senders(scope, exchange, http);
        let mut drive = Drive {
            portfolio,
            kept,
            keeper,
            line: Line::new(),
            failed: Vec::new(),
        };
        let done = drive.run(&jobs, &replies, stopped);
        drive.line.clear();
        // Whatever came is kept, however it ended.
        let flushed = drive.flush();
        done.and(flushed).map(|()| drive.failed)
    });
    failed.extend(lost.map_err(Error::of(&ask.folder))?);
    Ok(failed)
}

struct Sent {
    series: SeriesNo,
    ticket: Ticket,
    request: HttpRequest,
}

struct Came {
    series: SeriesNo,
    ticket: Ticket,
    reply: Result<HttpReply, String>,
}

fn senders<'scope>(
    scope: &'scope thread::Scope<'scope, '_>,
    exchange: &'static dyn Exchange,
    http: &'scope Http,
) -> (Sender<Sent>, Receiver<Came>) {
    let (jobs, waiting) = channel::<Sent>();
    let (answer, replies) = channel();
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..SENDERS {
        let (waiting, answer) = (Arc::clone(&waiting), answer.clone());
        scope.spawn(move || {
            loop {
                let job = waiting.lock().ok().and_then(|jobs| jobs.recv().ok());
                let Some(Sent {
                    series,
                    ticket,
                    request,
                }) = job
                else {
                    return;
                };
                let reply = http
                    .send(exchange, &request)
                    .map_err(|error| error.to_string());
                if answer
                    .send(Came {
                        series,
                        ticket,
                        reply,
                    })
                    .is_err()
                {
                    return;
                }
            }
        });
    }
    (jobs, replies)
}

/// The bars of a part that are not in the library yet.
struct Kept {
    series: SeriesNo,
    id: SeriesId,
    whole: bool,
    bars: Bars,
    since: Ts,
    done: bool,
}

impl Kept {
    fn new(series: SeriesNo, part: &Part) -> Kept {
        Kept {
            series,
            id: part.id,
            whole: part.whole,
            bars: Bars::new(part.id.timeframe),
            since: now(),
            done: false,
        }
    }

    fn due(&self) -> bool {
        let full = self.bars.len() >= BATCH_BARS || now().0 - self.since.0 >= BATCH_MS;
        !self.bars.is_empty() && (self.done || (full && !self.whole))
    }
}

struct Drive<'a> {
    portfolio: Portfolio,
    kept: Vec<Kept>,
    keeper: &'a mut dyn Keep,
    line: Line,
    failed: Vec<(SeriesId, String)>,
}

impl Drive<'_> {
    fn run(
        &mut self,
        jobs: &Sender<Sent>,
        replies: &Receiver<Came>,
        stopped: &AtomicBool,
    ) -> Result<(), store::Error> {
        let mut random = Random::named(
            now().0.unsigned_abs(),
            "jitter",
            u64::from(std::process::id()),
        );
        while !stopped.load(Ordering::Relaxed) {
            let mut patience = Duration::from_millis(250);
            let mut waiting = None;
            match self.portfolio.next(now()) {
                Turn::Send {
                    series,
                    ticket,
                    request,
                } => {
                    // The senders live as long as this loop.
                    let _ = jobs.send(Sent {
                        series,
                        ticket,
                        request,
                    });
                    continue;
                }
                Turn::Failed { series, error } => {
                    self.lose(series, error.to_string())?;
                    continue;
                }
                Turn::Done => return Ok(()),
                Turn::Wait { until, why } => {
                    waiting = why.map(|why| (until, why));
                    let left = u64::try_from(until.0 - now().0).unwrap_or(0).max(1);
                    patience = patience.min(Duration::from_millis(left));
                }
                Turn::Listen => {}
            }
            self.show(waiting);
            match replies.recv_timeout(patience) {
                Ok(Came {
                    series,
                    ticket,
                    reply,
                }) => {
                    let reply = reply.as_ref().map_err(String::as_str);
                    match self
                        .portfolio
                        .heard(series, ticket, reply, now(), random.uniform())
                    {
                        Brought::Bars { bars, done, .. } => self.keep(series, *bars, done)?,
                        Brought::Failed(error) => self.lose(series, error.to_string())?,
                        Brought::Nothing => {}
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        }
        Ok(())
    }

    fn keep(&mut self, series: SeriesNo, bars: Bars, done: bool) -> Result<(), store::Error> {
        let Some(kept) = self.kept.iter_mut().find(|kept| kept.series == series) else {
            return Ok(());
        };
        kept.done |= done;
        for bar in bars.iter() {
            if let Err(cause) = kept.bars.push(bar) {
                return Err(store::Error::Bars { id: kept.id, cause });
            }
        }
        match kept.due() {
            true => commit(self.keeper, kept),
            false => Ok(()),
        }
    }

    /// A download that ended with an error keeps what it brought; a stretch that is kept only as a whole is of no use in part.
    fn lose(&mut self, series: SeriesNo, why: String) -> Result<(), store::Error> {
        let Some(kept) = self.kept.iter_mut().find(|kept| kept.series == series) else {
            return Ok(());
        };
        kept.done = true;
        self.failed.push((kept.id, why));
        match kept.whole || kept.bars.is_empty() {
            true => {
                kept.bars = Bars::new(kept.id.timeframe);
                Ok(())
            }
            false => commit(self.keeper, kept),
        }
    }

    fn flush(&mut self) -> Result<(), store::Error> {
        let open = self
            .kept
            .iter_mut()
            .filter(|kept| !kept.bars.is_empty() && (kept.done || !kept.whole));
        for kept in open {
            commit(self.keeper, kept)?;
        }
        Ok(())
    }

    fn show(&mut self, waiting: Option<(Ts, venues::Stop)>) {
        let at = now();
        let mut state = State {
            done: 0.0,
            finished: 0,
            series: self.kept.len(),
            bars: 0,
            rate: 0.0,
            eta_ms: None,
            waiting,
        };
        for kept in &self.kept {
            let progress = self
                .portfolio
                .series(kept.series)
                .map(|one| one.progress(at));
            state.finished += usize::from(kept.done);
            let Some(progress) = progress else {
                state.done += 1.0;
                continue;
            };
            state.done += if kept.done { 1.0 } else { progress.done };
            state.bars += progress.bars;
            if !kept.done {
                state.rate += progress.rate;
                state.eta_ms = state.eta_ms.max(progress.eta_ms);
            }
        }
        state.done /= self.kept.len().max(1) as f64;
        self.line.show(&state);
    }
}

fn commit(keeper: &mut dyn Keep, kept: &mut Kept) -> Result<(), store::Error> {
    let bars = std::mem::replace(&mut kept.bars, Bars::new(kept.id.timeframe));
    kept.since = now();
    keeper.keep(kept.id, bars)
}
