//! An audit as the page shows it: what the engine found, put into words and rows.

use crate::audit::{AuditAnswer, BandRow, Finding, Mark, Said, WarmUp};
use domain::RunSpec;
use engine::audit::{self, Audit, Parity, words};
use strategies::Plan;
use strategies::causality::Verdict;
use strategies::words::{Words, describe_at};

/// The answer to an audit of this question.
pub(super) fn answer(spec: &RunSpec, plan: &Plan, found: &Audit, millis: f64) -> AuditAnswer {
    let columns = match &found.columns {
        Some(verdict) => ahead(verdict, plan),
        None => Finding {
            mark: Mark::Open,
            said: Said {
                en: words::NO_COLUMNS.en.to_owned(),
                ko: words::NO_COLUMNS.ko.to_owned(),
            },
        },
    };
    let engines = match &found.parity {
        Parity::Equal(_) => Mark::Sound,
        Parity::OneWay(_) => Mark::Open,
        Parity::Differs(_) => Mark::Faulty,
    };
    let band = words::band(&found.band);
    AuditAnswer {
        steps: ahead(&found.steps, plan),
        columns,
        engines: Finding {
            mark: engines,
            said: said(found.parity.words(plan)),
        },
        warm_up: warm_up(plan, found),
        band: found.band.iter().map(|row| band_row(spec, row)).collect(),
        hangs: audit::sign_flips(&found.band),
        band_said: Said {
            en: band.en.to_owned(),
            ko: band.ko.to_owned(),
        },
        millis,
    }
}

fn ahead(verdict: &Verdict, plan: &Plan) -> Finding {
    let mark = if verdict.is_causal() {
        Mark::Sound
    } else {
        Mark::Faulty
    };
    Finding {
        mark,
        said: said(words::verdict(verdict, plan)),
    }
}

fn said(words: Words) -> Said {
    Said {
        en: words.en,
        ko: words.ko,
    }
}

fn warm_up(plan: &Plan, found: &Audit) -> Vec<WarmUp> {
    let row = |one: &strategies::warm_up::WarmUp| WarmUp {
        said: describe_at(plan, &one.path).map(said),
        path: one.path.clone(),
        bars: one.bars as u32,
        on: one.on,
        sparse: one.sparse,
    };
    WarmUp::telling(found.warm_up.iter().map(row).collect())
}

fn band_row(spec: &RunSpec, row: &audit::BandRow) -> BandRow {
    let trades = row.tally.trades;
    BandRow {
        fill: row.fill,
        costs: row.costs,
        asked: row.fill == spec.fill && row.costs == 1.0,
        total_return: row.total_return(),
        drawdown: row.tally.drawdown,
        trades: trades.count,
        profit_factor: (trades.lost > 0.0).then(|| trades.won / trades.lost),
    }
}
