//! The kept runs still give the kept reports; wasm and the page are held to the same file.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::{ENGINE_VERSION, FillPolicy, RunSpec, Slippage, spec::SPEC_VERSION};
use std::collections::BTreeSet;
use tests::runs::{Answer, FILE, GoldenRun, answer, kept, read, spelled};

/// Set to 1, the file is written anew with today's answers.
const UPDATE: &str = "UPDATE_RUNS";

const WHEN: &str = "Was this meant? If trades or the account changed, raise ENGINE_VERSION and say so in CHANGELOG.md; if only \
the report changed (a metric more, another field), that is enough said. Then write the answers anew: \
UPDATE_RUNS=1 cargo test -p tests --test golden_runs";

#[test]
fn every_kept_run_gives_its_kept_report() {
    let mut runs = kept().unwrap();
    if std::env::var(UPDATE).is_ok_and(|set| set == "1") {
        for run in &mut runs {
            run.spec.engine = ENGINE_VERSION;
            run.spec.version = SPEC_VERSION;
            run.answer = answer(&run.spec).unwrap();
        }
        std::fs::write(file(), spelled(&runs).unwrap()).unwrap();
        return;
    }
    let mut told: Vec<String> = Vec::new();
    let old = runs.iter().find(|run| run.spec.engine != ENGINE_VERSION);
    told.extend(old.map(|run| {
        let kept = run.spec.engine;
        format!("kept are reports of engine {kept}, this is {ENGINE_VERSION}; with other trades or another account:")
    }));
    for run in &runs {
        // Another engine gives every report another hash: what else changed is what a reader wants to know.
        let renamed = run.spec.engine != ENGINE_VERSION;
        let spec = RunSpec {
            engine: ENGINE_VERSION,
            ..run.spec.clone()
        };
        let told_of = match answer(&spec) {
            Err(error) => Some(error),
            Ok(now) if renamed && now.seen() == run.answer.seen() => None,
            Ok(now) => difference(&run.answer, &now),
        };
        told.extend(told_of.map(|told| format!("{}: {told}", run.name)));
    }
    assert!(told.is_empty(), "\n{}\n\n{WHEN}\n", told.join("\n"));
}

fn file() -> String {
    format!("{}/{FILE}", env!("CARGO_MANIFEST_DIR"))
}

/// What changed, the plainest of it first.
fn difference(kept: &Answer, now: &Answer) -> Option<String> {
    if kept == now {
        return None;
    }
    let mut told = Vec::new();
    if kept.trades != now.trades {
        told.push(format!("{} trades, not {}", now.trades, kept.trades));
    }
    if kept.equity != now.equity {
        told.push(format!("{} at the end, not {}", now.equity, kept.equity));
    }
    if told.is_empty() {
        told.push("as many trades, the same equity at the end, but another report".to_owned());
    }
    Some(format!("{} ({})", told.join(", "), now.report))
}

#[test]
fn a_difference_is_told_by_what_a_trader_sees_of_it() {
    let kept = Answer {
        report: domain::Digest::of(b"kept"),
        trades: 12,
        equity: 110.5,
    };
    let told = |trades, equity, report: &[u8]| {
        let report = domain::Digest::of(report);
        difference(
            &kept,
            &Answer {
                report,
                trades,
                equity,
            },
        )
    };
    assert_eq!(told(12, 110.5, b"kept"), None);
    let worse = told(13, 99.0, b"now").unwrap();
    assert!(
        worse.starts_with("13 trades, not 12, 99 at the end, not 110.5 ("),
        "{worse}"
    );
    let other = told(12, 110.5, b"now").unwrap();
    assert!(
        other.starts_with("as many trades, the same equity"),
        "{other}"
    );
}

#[test]
fn the_file_is_spelled_the_one_way() {
    // Read from where it lies, since it may just have been written anew.
    let text = std::fs::read_to_string(file()).unwrap();
    assert_eq!(spelled(&read(&text).unwrap()).unwrap(), text);
}

#[test]
fn they_cover_what_a_run_can_be() {
    let runs = kept().unwrap();
    let names: BTreeSet<&str> = runs.iter().map(|run| run.name.as_str()).collect();
    assert_eq!(names.len(), runs.len(), "a name is there twice");
    let linked: Vec<&GoldenRun> = runs.iter().filter(|run| run.link.is_some()).collect();
    assert!(linked.len() >= 24, "{} can be opened", linked.len());
    assert!(runs.iter().filter(|run| run.answer.trades == 0).count() == 0);
    for strategy in strategies::ALL {
        let its = |run: &GoldenRun| run.spec.strategy.id() == Some(strategy.id);
        assert!(linked.iter().copied().any(its), "{}", strategy.id);
    }
    for fill in FillPolicy::ALL {
        assert!(linked.iter().any(|run| run.spec.fill == fill), "{fill:?}");
    }
    let any = |what: &str, holds: &dyn Fn(&GoldenRun) -> bool| {
        assert!(runs.iter().any(holds), "no run with {what}");
    };
    any("four symbols", &|run| run.spec.market.symbols.len() == 4);
    any("a plan of one's own", &|run| {
        run.spec.strategy.id().is_none()
    });
    any("leverage", &|run| run.spec.account.leverage > 1.0);
    any("hedging", &|run| run.spec.account.hedge);
    any("limits", &|run| run.spec.risk.is_on());
    any("a sizing of its own", &|run| run.spec.sizing.is_some());
    any("funding", &|run| run.spec.costs.funding.get() != 0.0);
    any("impact", &|run| {
        matches!(run.spec.costs.slippage, Slippage::Impact { .. })
    });
    any("shorts", &|run| {
        run.spec.strategy.param("shorts") == Some(1.0)
    });
}
