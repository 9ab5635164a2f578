//! What runs inside a compute worker: takes a job, computes, and sends the answer with its curve transferred.

mod audit;

use crate::audit::AuditAnswer;
use crate::library::columns::from_block;
use crate::library::protocol::BarsHead;
use crate::pool::protocol::{
    self, CURVE_WIDTH, FAILED, Job, News, Order, READY, Reply, Request, RunDone,
};
use crate::tables::Tables;
use domain::instrument::venue::file;
use domain::{Curve, Dataset, MarketChoice, RunReport, RunSpec, Series, Source, Venue};
use js_sys::{Array, ArrayBuffer, Float64Array, Reflect, Uint8Array};
use metrics::Facts;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Starts listening and says hello.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    report_panics();
    let mut worker = Compute {
        scope: scope.clone(),
        series: Vec::new(),
        data: None,
        waiting: None,
    };
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| worker.hear(&event));
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // Lives as long as the worker.
    on_message.forget();
    let build = Reflect::get(&scope, &"BACKCAST_BUILD".into()).unwrap_or_default();
    post(&scope, &Array::of2(&READY.into(), &build), &Array::new());
}

/// The worker and what it keeps between jobs: a dragged slider must not make its market again.
struct Compute {
    scope: DedicatedWorkerGlobalScope,
    series: Vec<(MarketChoice, Series)>,
    data: Option<(MarketChoice, Dataset)>,
    /// The job that waits for its bars.
    waiting: Option<(u64, Job)>,
}

/// Series kept at most; the oldest goes first.
const MOST_SERIES: usize = 8;

impl Compute {
    fn hear(&mut self, event: &MessageEvent) {
        let message = Array::from(&event.data());
        let header = Uint8Array::new(&message.get(0)).to_vec();
        match protocol::decode::<Request>(&header) {
            Ok(Request { id, order }) => self.obey(id, order, &message),
            Err(error) => {
                let words = Array::of2(&FAILED.into(), &error.into());
                post(&self.scope, &words, &Array::new());
            }
        }
    }

    fn obey(&mut self, id: u64, order: Order, message: &Array) {
        let (heads, job) = match order {
            Order::Start(job) => return self.begin(id, job),
            Order::Bars(heads) => (Ok(heads), self.waiting.take()),
            Order::NoBars(why) => (Err(why), self.waiting.take()),
            Order::Forget => {
                self.data = None;
                return;
            }
        };
        let Some((id, job)) = job.filter(|(waiting, _)| *waiting == id) else {
            return;
        };
        let buffers: Vec<ArrayBuffer> = message
            .iter()
            .skip(1)
            .filter_map(|part| part.dyn_into().ok())
            .collect();
        let data = heads.and_then(|heads| dataset(&heads, &buffers));
        match (data, job.market()) {
            (Ok(data), Some(choice)) => {
                self.data = Some((choice.clone(), data));
                self.work(id, job);
            }
            (Ok(_), None) => self.work(id, job),
            (Err(why), _) => self.reply(id, News::Refused(why), &[]),
        }
    }

    /// Starts a job, or asks for the bars it needs first.
    fn begin(&mut self, id: u64, job: Job) {
        let there = |choice: &MarketChoice| {
            let kept = self.data.as_ref();
            kept.is_some_and(|(kept, _)| kept == choice)
        };
        match job.market() {
            Some(choice) if choice.source != Source::Sample && !there(choice) => {
                let wanted = Box::new(choice.clone());
                self.waiting = Some((id, job));
                self.reply(id, News::Wants(wanted), &[]);
            }
            _ => self.work(id, job),
        }
    }

    fn work(&mut self, id: u64, job: Job) {
        match job {
            Job::Run(spec) => match self.run(id, &spec) {
                Ok((done, curve)) => {
                    let buffer = curve.buffer();
                    let news = News::Run(Box::new(done));
                    self.reply(id, news, &[&buffer]);
                }
                Err(reason) => self.reply(id, News::Refused(reason), &[]),
            },
            Job::Audit(spec) => {
                let news = match self.audit(id, &spec) {
                    Ok(answer) => News::Audit(Box::new(answer)),
                    Err(reason) => News::Refused(reason),
                };
                self.reply(id, news, &[]);
            }
            #[cfg(feature = "planted-faults")]
            Job::Trap => core::arch::wasm32::unreachable(),
            #[cfg(feature = "planted-faults")]
            Job::Spin => self.spin(id),
        }
    }

    fn run(&mut self, id: u64, spec: &RunSpec) -> Result<(RunDone, Float64Array), String> {
        let started = self.now();
        self.load(id, &spec.market, 1)?;
        let (mut report, tables) = evaluate(spec, self.market()?)?;
        let hash = report.hash().to_string();
        let curve = std::mem::take(&mut report.record.curve);
        let ends = (f64::INFINITY, f64::NEG_INFINITY);
        let wider = |(low, high): (f64, f64), equity: &f64| (low.min(*equity), high.max(*equity));
        let range = curve.equity.iter().fold(ends, wider);
        let curve = interleave(&curve);
        let millis = self.now() - started;
        Ok((
            RunDone {
                report,
                tables,
                hash,
                range,
                millis,
            },
            curve,
        ))
    }

    fn audit(&mut self, id: u64, spec: &RunSpec) -> Result<AuditAnswer, String> {
        let started = self.now();
        self.load(id, &spec.market, engine::audit::PARTS)?;
        let plan = strategies::plan_of(&spec.strategy).map_err(|error| error.to_string())?;
        let loaded = series_of(&spec.market);
        let of = loaded + engine::audit::PARTS;
        let tell = |done| {
            let done = loaded + done;
            self.reply(id, News::Progress { done, of }, &[]);
        };
        let found = engine::audit::audit_telling(spec, &plan, self.market()?, tell)
            .map_err(|error| error.to_string())?;
        Ok(audit::answer(spec, &plan, &found, self.now() - started))
    }

    fn market(&self) -> Result<&Dataset, String> {
        let data = self.data.as_ref().map(|(_, data)| data);
        data.ok_or_else(|| "the market is gone".to_owned())
    }

    /// Makes the market of a choice, unless it is there; so many parts of the job follow.
    fn load(&mut self, id: u64, choice: &MarketChoice, after: u32) -> Result<(), String> {
        if self.data.as_ref().is_some_and(|(kept, _)| kept == choice) {
            return Ok(());
        }
        let symbols = choice.symbols.iter().chain(&choice.watched);
        let loaded = series_of(choice);
        let of = loaded + after;
        let mut series = Vec::new();
        for (done, symbol) in (0..).zip(symbols) {
            self.reply(id, News::Progress { done, of }, &[]);
            let alone = MarketChoice {
                symbols: vec![*symbol],
                watched: Vec::new(),
                ..choice.clone()
            };
            series.push(self.one(alone)?);
        }
        self.reply(id, News::Progress { done: loaded, of }, &[]);
        self.data = Some((choice.clone(), Dataset::new(series)));
        Ok(())
    }

    /// The series of a choice with one symbol.
    fn one(&mut self, alone: MarketChoice) -> Result<Series, String> {
        if let Some((_, series)) = self.series.iter().find(|(kept, _)| *kept == alone) {
            return Ok(series.clone());
        }
        let made = Dataset::sample(&alone).map_err(|error| error.to_string())?;
        let series = made.series().first().cloned().ok_or("no series was made")?;
        if self.series.len() == MOST_SERIES {
            self.series.remove(0);
        }
        self.series.push((alone, series.clone()));
        Ok(series)
    }

    fn reply(&self, id: u64, news: News, buffers: &[&ArrayBuffer]) {
        match protocol::encode(&Reply { id, news }) {
            Ok(header) => {
                let header = Uint8Array::from(header.as_slice());
                let message = Array::of1(&header);
                let transfer = Array::of1(&header.buffer());
                for buffer in buffers {
                    message.push(buffer);
                    transfer.push(buffer);
                }
                post(&self.scope, &message, &transfer);
            }
            Err(error) => {
                post(
                    &self.scope,
                    &Array::of2(&FAILED.into(), &error.into()),
                    &Array::new(),
                );
            }
        }
    }

    #[cfg(feature = "planted-faults")]
    fn spin(&self, id: u64) -> ! {
        let (mut next, mut done) = (self.now(), 0);
        loop {
            if self.now() >= next {
                done += 1;
                next = self.now() + 100.0;
                self.reply(id, News::Progress { done, of: done + 1 }, &[]);
            }
        }
    }

    fn now(&self) -> f64 {
        self.scope.performance().map_or(0.0, |clock| clock.now())
    }
}

/// The bars that came, one series for each symbol.
fn dataset(heads: &[BarsHead], buffers: &[ArrayBuffer]) -> Result<Dataset, String> {
    let mut all: Vec<Series> = Vec::new();
    for (head, block) in heads.iter().zip(buffers) {
        let bars = from_block(head.timeframe, block)?;
        if head.inside {
            let replayed = all.pop().ok_or("bars came without those they replay")?;
            all.push(replayed.replayed_by_named(bars, head.hash));
            continue;
        }
        let instrument = match head.venue {
            Venue::File => Some(file::instrument(head.symbol, head.calendar)),
            venue => venue.instrument(head.symbol),
        };
        let instrument = instrument.ok_or_else(|| {
            let name = head.venue.name().en;
            format!("{} can't be a market of {name}", head.symbol)
        })?;
        all.push(Series::named(instrument, bars, head.hash));
    }
    Ok(Dataset::new(all))
}

/// Series a choice needs.
fn series_of(choice: &MarketChoice) -> u32 {
    (choice.symbols.len() + choice.watched.len()) as u32
}

/// The facts are gathered once, for the numbers and the tables.
fn evaluate(spec: &RunSpec, data: &Dataset) -> Result<(RunReport, Tables), String> {
    let record = engine::run(spec, data).map_err(|error| error.to_string())?;
    let facts = Facts::of(&record);
    let metrics = metrics::values(&facts);
    let tables = Tables::of(&record, &facts);
    Ok((RunReport { record, metrics }, tables))
}

/// Time, equity and drawdown of each point in a row, as the chart reads them.
fn interleave(curve: &Curve) -> Float64Array {
    let mut points = Vec::with_capacity(curve.time.len() * CURVE_WIDTH as usize);
    for ((time, equity), drawdown) in curve.time.iter().zip(&curve.equity).zip(&curve.drawdown) {
        points.extend([*time as f64, *equity, *drawdown]);
    }
    Float64Array::from(points.as_slice())
}

/// A panic becomes a message before it becomes a trap, so that the page can say what happened.
fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        post(
            &scope,
            &Array::of2(&FAILED.into(), &info.to_string().into()),
            &Array::new(),
        );
    }));
}

fn post(scope: &DedicatedWorkerGlobalScope, message: &Array, transfer: &Array) {
    // Fails only when a buffer is already gone, and then there is nobody left to tell.
    let _ = scope.post_message_with_transfer(message, transfer);
}
