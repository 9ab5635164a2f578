//! `backcast run`: one run on the sample market or on bars from files, from a spec file, a plan of one's own or flags.

mod arguments;
mod bars_file;
mod data;
mod error;
mod export;
mod flags;
mod numbers;
mod page;

pub use arguments::Arguments;
pub use error::Error;

use arguments::Engine;
use data::{Files, dataset_of};
use domain::{Dataset, RunRecord, RunSpec};
use engine::RunError;
use engine::vector::Route;
use flags::from_flags;
use page::{Answer, page};
use std::io::Read;
use strategies::Plan;

/// Runs and prints.
pub fn run(arguments: &Arguments) -> Result<String, Error> {
    let asked = match &arguments.spec {
        Some(file) => Some(RunSpec::parse(&read("spec", file)?)?),
        None => None,
    };
    let files = Files::read(arguments, asked.as_ref())?;
    let given = asked.is_some();
    let mut spec = match asked {
        Some(spec) => spec,
        None => from_flags(arguments, files.as_ref())?,
    };
    let exports = export::asked(arguments, files.as_ref())?;
    let origin = files.as_ref().map(|files| (files.words(), files.json()));
    let data = dataset_of(files, &spec)?;
    if !given && origin.is_some() {
        // Files change; the question says which bars it was asked about.
        spec.market.data = Some(data.digest());
    }
    if arguments.print_spec {
        return Ok(serde_json::to_string_pretty(&spec)? + "\n");
    }
    let plan = strategies::plan_of(&spec.strategy).map_err(RunError::from)?;
    let (record, route) = compute(arguments.engine, &spec, &plan, &data)?;
    let report = metrics::report(record);
    export::write(&exports, &report.record)?;
    if arguments.json {
        let hash = report.hash();
        let mut answer = serde_json::json!({ "spec": spec, "report": report, "report_hash": hash, "computed": route });
        if let (Some(answer), Some((_, files))) = (answer.as_object_mut(), origin) {
            answer.insert("files".to_owned(), files);
        }
        return Ok(serde_json::to_string_pretty(&answer)? + "\n");
    }
    let origin = origin.map_or("sample data, not real prices".to_owned(), |(words, _)| {
        words
    });
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
