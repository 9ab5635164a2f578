//! The laboratory: the question being asked, the answer on show, and the run that leads from one to the other.

use crate::boot;
use crate::i18n::use_words;
use crate::library::client::{Listening, library, unexpected};
use crate::library::protocol::{
    Answer as Told, Ask, Covered, Event as Happened, SeriesRow, Trouble,
};
use crate::pool::protocol::{Job, News, RunDone};
use crate::pool::queue::{JobId, Unusable};
use crate::pool::{Event, Pool, Transfer};
use crate::question::{self, Draft, Problem};
use crate::settings::use_settings;
use crate::tables::Tables;
use domain::{MarketChoice, RunReport, RunSpec, Source, Venue};
use js_sys::Float64Array;
use leptos::prelude::*;
use std::cell::OnceCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// A run that takes longer than this is not waited for when a newer question is there.
const PATIENCE_MS: f64 = 250.0;

/// A run shorter than this is not announced: the announcement would be the flicker it is meant to explain.
const BLINK: Duration = Duration::from_millis(200);

/// A question with its answer.
#[derive(Clone)]
pub struct Answer {
    /// The question.
    pub spec: Rc<RunSpec>,
    /// The answer without its curve.
    pub report: Rc<RunReport>,
    /// Returns by month and the worst drawdowns.
    pub tables: Rc<Tables>,
    /// The curve: time, equity, drawdown of each point in a row.
    pub curve: Float64Array,
    /// Hash of the whole report.
    pub hash: String,
    /// Lowest and highest equity.
    pub range: (f64, f64),
    /// Time the worker took.
    pub millis: f64,
}

/// Where the run is.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Nothing was asked yet.
    Idle,
    /// A worker is computing; parts done, of parts.
    Running(u32, u32),
    /// The answer on show belongs to the question.
    Ready,
    /// The run was cancelled; an older answer may be on show.
    Cancelled,
    /// The run failed.
    Failed(String),
}

/// What the library has of the question's market; `None` while it is being asked.
#[derive(Clone, PartialEq)]
pub struct Coverage {
    /// The market.
    pub market: MarketChoice,
    /// What there is of each of its symbols, in their order.
    pub told: Option<Result<Vec<Covered>, Trouble>>,
}

/// Everything the backtest page shares.
#[derive(Clone, Copy)]
pub struct Lab {
    /// What is being asked, as typed.
    pub draft: RwSignal<Draft>,
    /// What is being asked, or what is wrong with it.
    pub checked: Memo<Result<RunSpec, Vec<Problem>>>,
    /// What the library has of what is being asked; `None` for the sample.
    pub coverage: RwSignal<Option<Coverage>>,
    /// The series of the library, once somebody wanted to see them.
    pub series: RwSignal<Option<Result<Vec<SeriesRow>, Trouble>>>,
    /// The newest answer.
    pub answer: RwSignal<Option<Answer>, LocalStorage>,
    /// Where the run is.
    pub status: RwSignal<Status>,
    /// Has the run taken long enough to be worth a word? A short one changes nothing but its result.
    pub slow: RwSignal<bool>,
    /// Set when no worker can be used with this page.
    pub unusable: RwSignal<Option<Unusable>>,
    pool: StoredValue<Pool, LocalStorage>,
    run: StoredValue<Run>,
    listening: StoredValue<Option<Listening>, LocalStorage>,
}

/// The run under way, and the newest question that came in meanwhile.
#[derive(Clone, Default)]
struct Run {
    job: Option<JobId>,
    asked: Option<RunSpec>,
    next: Option<RunSpec>,
    started: f64,
}

impl Lab {
    /// Sets everything up; a run starts with the first good question.
    fn new() -> Lab {
        let draft = RwSignal::new(Draft::default());
        let unusable = RwSignal::new(None);
        let status = RwSignal::new(Status::Idle);
        let pool = Pool::new(move |why| {
            unusable.set(Some(why));
            status.set(Status::Idle);
        });
        let coverage = RwSignal::new(None);
        Lab {
            draft,
            checked: Memo::new(move |_| {
                let mut spec = draft.with(question::check)?;
                coverage.with(|coverage| name_bars(&mut spec, coverage.as_ref()));
                Ok(spec)
            }),
            coverage,
            series: RwSignal::new(None),
            answer: RwSignal::new_local(None),
            status,
            slow: RwSignal::new(false),
            unusable,
            pool: StoredValue::new_local(pool),
            run: StoredValue::new(Run::default()),
            listening: StoredValue::new_local(None),
        }
    }

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
        let coverage = Coverage {
            market: market.clone(),
            told: None,
        };
        self.coverage.set(Some(coverage));
        spawn_local(async move {
            let heard = library().ask(Ask::Coverage(Box::new(market.clone()))).await;
            let told = heard.and_then(|heard| match heard.answer {
                Told::Coverage(covered) => Ok(covered),
                _ => Err(unexpected()),
            });
            self.coverage.update(|coverage| {
                if let Some(coverage) = coverage.as_mut().filter(|known| known.market == market) {
                    coverage.told = Some(told);
                }
            });
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

    /// Asks the question of the draft if it is a good one and not the one already asked.
    pub fn ask(self) {
        if let Ok(spec) = self.checked.get_untracked()
            && untrack(|| self.has_bars())
            && self.run.with_value(|run| run.asked.as_ref() != Some(&spec))
        {
            self.start_or_queue(spec);
        }
    }

    /// Asks again, whatever was asked before.
    pub fn ask_again(self) {
        if let Ok(spec) = self.checked.get_untracked()
            && untrack(|| self.has_bars())
        {
            self.start_or_queue(spec);
        }
    }

    /// Stops the run.
    pub fn cancel(self) {
        self.run.update_value(|run| run.next = None);
        if let Some(job) = self.run.with_value(|run| run.job) {
            self.pool.with_value(|pool| pool.clone()).cancel(job);
        }
    }

    /// Hands in a job beside the run; the listener hears what becomes of it.
    pub fn submit(self, job: Job, listener: impl Fn(Event) + 'static) -> JobId {
        self.pool
            .with_value(|pool| pool.clone())
            .submit(job, listener)
    }

    /// Drops such a job.
    pub fn withdraw(self, job: JobId) {
        self.pool.with_value(|pool| pool.clone()).cancel(job);
    }

    /// Workers that exist now.
    pub fn workers(self) -> usize {
        self.pool.with_value(Pool::workers)
    }

    /// Is a run under way?
    pub fn running(self) -> bool {
        matches!(self.status.get(), Status::Running(..))
    }

    /// Runs a job that is there to go wrong.
    #[cfg(feature = "planted-faults")]
    pub fn plant(self, job: Job) {
        self.cancel();
        self.start(None, job);
    }

    /// Latest wins: at most one run is under way and one waits. A short run is let finish, so that a dragged slider
    /// shows answers while it moves; a long one makes room.
    fn start_or_queue(self, spec: RunSpec) {
        let Some(job) = self.run.with_value(|run| run.job) else {
            return self.start(Some(spec.clone()), Job::Run(Box::new(spec)));
        };
        let waited = now() - self.run.with_value(|run| run.started);
        self.run.update_value(|run| {
            run.asked = Some(spec.clone());
            run.next = Some(spec);
        });
        if waited > PATIENCE_MS {
            self.pool.with_value(|pool| pool.clone()).cancel(job);
        }
    }

    fn start(self, asked: Option<RunSpec>, job: Job) {
        self.status.set(Status::Running(0, 1));
        self.run.update_value(|run| {
            run.asked = asked.clone();
            run.started = now();
        });
        let spec = asked.map(Rc::new);
        let pool = self.pool.with_value(|pool| pool.clone());
        let id = pool.submit(job, move |event| self.hear(spec.as_ref(), event));
        self.run.update_value(|run| run.job = Some(id));
        let notice = move || {
            if self.run.with_value(|run| run.job == Some(id)) {
                self.slow.set(true);
            }
        };
        set_timeout(notice, BLINK);
    }

    fn hear(self, spec: Option<&Rc<RunSpec>>, event: Event) {
        let status = match event {
            Event::News(News::Progress { done, of }, _) => {
                return self.status.set(Status::Running(done, of));
            }
            Event::News(News::Run(done), buffers) => self.show(spec, *done, &buffers),
            Event::News(News::Audit(_) | News::Wants(_), _) => {
                Status::Failed("this is no answer to a run".to_owned())
            }
            Event::News(News::Refused(reason), _) | Event::Failed(reason) => Status::Failed(reason),
            Event::Cancelled => Status::Cancelled,
        };
        let next = self.run.try_update_value(|run| {
            run.job = None;
            if status != Status::Ready {
                // The same question may be asked again.
                run.asked = None;
            }
            run.next.take()
        });
        match next.flatten() {
            Some(spec) => self.start(Some(spec.clone()), Job::Run(Box::new(spec))),
            None => {
                self.slow.set(false);
                self.status.set(status);
            }
        }
    }

    fn show(self, spec: Option<&Rc<RunSpec>>, done: RunDone, buffers: &Transfer) -> Status {
        let (Some(spec), Some(buffer)) = (spec, buffers.first()) else {
            return Status::Failed("the answer came without its curve".to_owned());
        };
        let first = self.answer.with_untracked(Option::is_none);
        self.answer.set(Some(Answer {
            spec: Rc::clone(spec),
            report: Rc::new(done.report),
            tables: Rc::new(done.tables),
            curve: Float64Array::new(buffer),
            hash: done.hash,
            range: done.range,
            millis: done.millis,
        }));
        if first {
            boot::announce(boot::FIRST_RESULT);
        }
        Status::Ready
    }
}

impl Answer {
    /// The venue whose bars it rests on; `None` is the sample.
    pub fn venue(&self) -> Option<Venue> {
        match self.spec.market.source {
            Source::Sample => None,
            Source::Given(venue) => Some(venue),
        }
    }

    /// Whose bars it rests on, as files say it.
    pub fn data(&self) -> &'static str {
        self.venue().map_or("sample (generated)", Venue::id)
    }

    /// The money its amounts are in; nothing when nothing tells.
    pub fn quote(&self) -> &'static str {
        let symbol = self.spec.market.symbols.first();
        match (self.venue(), symbol) {
            (Some(venue), Some(symbol)) => {
                let instrument = venue.instrument(*symbol);
                instrument.map_or("", |instrument| instrument.quote)
            }
            _ => "KRW",
        }
    }
}

/// The money of the answer on show; that of the question before there is one.
pub fn quote() -> &'static str {
    let lab = use_lab();
    if let Some(quote) = lab.answer.with(|answer| answer.as_ref().map(Answer::quote)) {
        return quote;
    }
    "KRW"
}

/// Whose bars the answer on show rests on, as files say it.
pub fn data() -> &'static str {
    let answer = use_lab().answer;
    answer.with_untracked(|answer| answer.as_ref().map_or("", Answer::data))
}

/// The same in words.
pub fn data_words() -> String {
    let venue = use_lab()
        .answer
        .with(|answer| answer.as_ref().and_then(Answer::venue));
    match venue {
        None => use_words().sample_short.to_owned(),
        Some(venue) => venue.name().get(use_settings().lang.get()).to_owned(),
    }
}

/// Names the bars of a question, when they are known: then its answer can be of no others.
fn name_bars(spec: &mut RunSpec, coverage: Option<&Coverage>) {
    let Some(known) = coverage.filter(|known| known.market == spec.market) else {
        return;
    };
    if let Some(Ok(covered)) = &known.told {
        spec.market.data = question::digest(covered);
    }
}

/// The laboratory: one for the page, set up by the shell, found from anywhere.
pub fn use_lab() -> Lab {
    thread_local!(static LAB: OnceCell<Lab> = const { OnceCell::new() });
    LAB.with(|lab| *lab.get_or_init(Lab::new))
}

fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
