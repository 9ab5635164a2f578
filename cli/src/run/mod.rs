//! `backcast run`: one run on the sample market or on bars from files, from a spec file, a plan of one's own or flags.

mod arguments;
mod bars_file;
mod data;
mod dataset;
mod error;
mod export;
mod flags;
mod library;
mod numbers;
mod page;

pub use arguments::Arguments;
pub use error::Error;

use arguments::Engine;
use data::Files;
use dataset::dataset_of;
use domain::{Dataset, RunRecord, RunSpec, SpecError};
use engine::RunError;
use engine::vector::Route;
use flags::from_flags;
use page::{Answer, page};
use std::io::Read;
use strategies::{Needs, Plan};

/// A question with everything it takes to answer it.
pub struct Question {
    /// What is asked.
    pub spec: RunSpec,
    /// What it trades.
    pub plan: Plan,
    /// The bars.
    pub data: Dataset,
    /// Where the bars come from, in words, and as JSON when they come from files.
    origin: (String, Option<serde_json::Value>),
    /// The files the bars were read from.
    paths: Vec<String>,
}

/// Reads the question of some flags and the bars it is asked about.
pub fn question(arguments: &Arguments) -> Result<Question, Error> {
    let asked = match &arguments.spec {
        Some(file) => Some(spec_of(&read("spec", file)?)?),
        None => None,
    };
    let files = Files::read(arguments, asked.as_ref())?;
    for note in files.iter().flat_map(Files::notes) {
        eprintln!("backcast: {note}");
    }
    let given = asked.is_some();
    let mut spec = match asked {
        Some(spec) => spec,
        None => from_flags(arguments, files.as_ref())?,
    };
    let origin = match &files {
        Some(files) => (files.words(), Some(files.json())),
        None => ("sample data, not real prices".to_owned(), None),
    };
    let paths = files
        .iter()
        .flat_map(Files::paths)
        .map(str::to_owned)
        .collect();
    let data = dataset_of(files, &spec)?;
    if !given && origin.1.is_some() {
        // Files change; the question says which bars it was asked about.
        spec.market.data = Some(data.digest());
    }
    let plan = strategies::plan_of(&spec.strategy).map_err(RunError::from)?;
    for lack in lacks(&spec) {
        eprintln!("backcast: {lack}");
    }
    Ok(Question {
        spec,
        plan,
        data,
        origin,
        paths,
    })
}

/// Runs and prints.
pub fn run(arguments: &Arguments) -> Result<String, Error> {
    let Question {
        spec,
        plan,
        data,
        origin: (origin, files),
        paths,
    } = question(arguments)?;
    let exports = export::asked(arguments, &paths)?;
    if arguments.print_spec {
        return Ok(serde_json::to_string_pretty(&spec)? + "\n");
    }
    let (record, route) = compute(arguments.engine, &spec, &plan, &data)?;
    let report = metrics::report(record);
    export::write(&exports, &report.record)?;
    if arguments.json {
        let hash = report.hash();
        let mut answer = serde_json::json!({ "spec": spec, "report": report, "report_hash": hash, "computed": route });
        if let (Some(answer), Some(files)) = (answer.as_object_mut(), files) {
            answer.insert("files".to_owned(), files);
        }
        return Ok(serde_json::to_string_pretty(&answer)? + "\n");
    }
    let answer = Answer {
        spec: &spec,
        plan: &plan,
        data: &data,
        report: &report,
        origin,
        route,
    };
    Ok(page(&answer, arguments.all_metrics))
}

/// What the strategy needs and the question doesn't have; without it the strategy hardly trades, and nobody would see why.
fn lacks(spec: &RunSpec) -> Vec<String> {
    let Some(strategy) = spec.strategy.id().and_then(strategies::find) else {
        return Vec::new();
    };
    let (needs, market) = (strategy.needs, &spec.market);
    let symbols = Needs {
        longest_bars: None,
        ..needs
    };
    let bars = Needs {
        symbols: None,
        ..needs
    };
    let mut unmet = Vec::new();
    if !needs.fits_symbols(market.symbols.len()) {
        unmet.push((symbols, format!("this run has {}", market.symbols.len())));
    }
    if !needs.fits_bars(market.timeframe) {
        unmet.push((bars, format!("these are {} bars", market.timeframe)));
    }
    let said = |(need, has): (Needs, String)| {
        let words: Vec<String> = need.words().into_iter().map(|one| one.en).collect();
        let words = words.join(" ").trim_end_matches('.').to_owned();
        format!("{}: {words}, {has}", strategy.id)
    };
    unmet.into_iter().map(said).collect()
}

/// A spec whose misspelt or wrong field is named with its path.
fn spec_of(json: &[u8]) -> Result<RunSpec, SpecError> {
    RunSpec::parse(json).map_err(|error| match error {
        SpecError::Shape(said) => {
            let mut reader = serde_json::Deserializer::from_slice(json);
            let read: Result<RunSpec, _> = serde_path_to_error::deserialize(&mut reader);
            match read.map_err(|error| error.path().to_string()) {
                Err(path) if path != "." => SpecError::Shape(format!("{path}: {said}")),
                _ => SpecError::Shape(said),
            }
        }
        other => other,
    })
}

/// The one place where an engine is chosen; both give the same facts, and the words say which way they were found.
fn compute(
    engine: Engine,
    spec: &RunSpec,
    plan: &Plan,
    data: &Dataset,
) -> Result<(RunRecord, String), RunError> {
    match engine {
        Engine::Event => {
            let (record, ()) = engine::run_plan(spec, plan, data, ())?;
            Ok((record, "bar by bar".to_owned()))
        }
        Engine::Vector => {
            let outcome = engine::vector::run(spec, plan, data)?;
            let route = match outcome.route {
                Route::Vector => "over whole columns".to_owned(),
                Route::Event(why) => format!("bar by bar, because {why}"),
            };
            Ok((outcome.record, route))
        }
    }
}

fn read(flag: &'static str, file: &str) -> Result<Vec<u8>, Error> {
    let fail = |error| Error::File {
        flag,
        file: file.to_owned(),
        error,
    };
    if file == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(fail)?;
        return Ok(bytes);
    }
    std::fs::read(file).map_err(fail)
}
