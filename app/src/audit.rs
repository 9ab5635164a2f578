//! What a worker found out about the honesty of a run: sentences in both languages and rows of numbers. They are made
//! where the engine is, since the page links neither the engine nor an indicator.

use domain::{FillPolicy, Lang, Timeframe};
use serde::{Deserialize, Serialize};

/// A sentence in both languages, so that a change of language asks nothing again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// English wording.
    pub en: String,
    /// Korean wording.
    pub ko: String,
}

impl Said {
    /// The wording in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ko => &self.ko,
        }
    }
}

/// How one question of an audit was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// As it should be.
    Sound,
    /// Not as it should be.
    Faulty,
    /// The question doesn't arise.
    Open,
}

/// One answer of an audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How it was answered.
    pub mark: Mark,
    /// In words.
    pub said: Said,
}

/// How long an expression takes to be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarmUp {
    /// The expression in words; `None` for one that only has a place.
    pub said: Option<Said>,
    /// Where it stands in the plan.
    pub path: String,
    /// Bars before it is known.
    pub bars: u32,
    /// Length of these bars.
    pub on: Timeframe,
    /// May it take longer?
    pub sparse: bool,
}

impl WarmUp {
    /// Those that tell something, the slowest first. What is known at once is left out, and so is what takes no longer
    /// than a part of it: the part says it all.
    pub fn telling(mut rows: Vec<WarmUp>) -> Vec<WarmUp> {
        rows.retain(|row| row.bars > 0);
        rows.sort_by(|a, b| b.bars.cmp(&a.bars).then(a.path.len().cmp(&b.path.len())));
        let tells = |(place, row): &(usize, &WarmUp)| {
            let mut others = rows.iter().enumerate().filter(|(other, _)| other != place);
            let is_said = |(other, part): (usize, &WarmUp)| {
                let as_long = (part.bars, part.on) == (row.bars, row.on);
                as_long && row.holds(part) && (part.said != row.said || other < *place)
            };
            !others.any(is_said)
        };
        let telling = rows.iter().enumerate().filter(tells);
        telling.map(|(_, row)| row.clone()).collect()
    }

    /// Do its words hold those of the other?
    fn holds(&self, part: &WarmUp) -> bool {
        match (&self.said, &part.said) {
            (Some(whole), Some(part)) => whole.en.contains(&part.en),
            _ => false,
        }
    }
}

/// The run under one assumption.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BandRow {
    /// How orders fill.
    pub fill: FillPolicy,
    /// Fees and slippage ÷ those of the question.
    pub costs: f64,
    /// Is it what was asked?
    pub asked: bool,
    /// Equity at the end ÷ cash at the start − 1.
    pub total_return: f64,
    /// The deepest fall from the highest equity, 0 or below.
    pub drawdown: f64,
    /// Closed trades.
    pub trades: u32,
    /// Gains ÷ losses of closed trades; `None` without a loss.
    pub profit_factor: Option<f64>,
}

/// The answer to an audit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditAnswer {
    /// Does an expression look ahead, bar by bar?
    pub steps: Finding,
    /// Does one as a column?
    pub columns: Finding,
    /// Do both engines agree?
    pub engines: Finding,
    /// When each expression is known, the slowest first; those known at once are left out.
    pub warm_up: Vec<WarmUp>,
    /// The run under other fills and costs.
    pub band: Vec<BandRow>,
    /// Does gain or loss hang on the assumption?
    pub hangs: bool,
    /// What the band says.
    pub band_said: Said,
    /// Time it took.
    pub millis: f64,
}

impl AuditAnswer {
    /// Lowest and highest return of the band, with nothing between them: what a picture of it must hold.
    pub fn reach(&self) -> (f64, f64) {
        let returns = self.band.iter().map(|row| row.total_return);
        let wider = |(low, high): (f64, f64), gain: f64| (low.min(gain), high.max(gain));
        returns.fold((0.0, 0.0), wider)
    }
}

/// Where a bar of a picture begins and how wide it is, in percent of its width: from nothing to the value.
pub fn bar(value: f64, (low, high): (f64, f64)) -> (f64, f64) {
    let width = high - low;
    if width <= 0.0 {
        return (0.0, 0.0);
    }
    let place = |value: f64| (value - low) / width * 100.0;
    let (from, to) = (place(value.min(0.0)), place(value.max(0.0)));
    (from, to - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(total_return: f64) -> BandRow {
        BandRow {
            fill: FillPolicy::Touch,
            costs: 1.0,
            asked: false,
            total_return,
            drawdown: 0.0,
            trades: 1,
            profit_factor: None,
        }
    }

    fn answer(returns: &[f64]) -> AuditAnswer {
        let said = Said {
            en: String::new(),
            ko: String::new(),
        };
        let finding = Finding {
            mark: Mark::Sound,
            said: said.clone(),
        };
        AuditAnswer {
            steps: finding.clone(),
            columns: finding.clone(),
            engines: finding,
            warm_up: Vec::new(),
            band: returns.iter().copied().map(row).collect(),
            hangs: false,
            band_said: said,
            millis: 1.0,
        }
    }

    fn known(words: &str, path: &str, bars: u32) -> WarmUp {
        WarmUp {
            said: Some(Said {
                en: words.to_owned(),
                ko: words.to_owned(),
            }),
            path: path.to_owned(),
            bars,
            on: Timeframe::Day1,
            sparse: false,
        }
    }

    #[test]
    fn a_whole_that_takes_no_longer_than_its_part_is_not_told() {
        let rows = vec![
            known("EMA(12)", "when.left", 11),
            known("EMA(26) is above 3", "other", 25),
            known("EMA(26)", "when.right", 25),
            known("close", "close", 0),
            known("EMA(12) crosses above EMA(26)", "when", 26),
            known("EMA(26)", "exits.right", 25),
        ];
        let told = WarmUp::telling(rows);
        let words: Vec<(&str, u32)> = told
            .iter()
            .map(|row| (row.said.as_ref().unwrap().en.as_str(), row.bars))
            .collect();
        assert_eq!(
            words,
            [
                ("EMA(12) crosses above EMA(26)", 26),
                ("EMA(26)", 25),
                ("EMA(12)", 11)
            ]
        );
    }

    #[test]
    fn bars_stand_on_the_same_zero() {
        let reach = answer(&[-0.5, 1.5, 0.0]).reach();
        assert_eq!(reach, (-0.5, 1.5));
        assert_eq!(bar(-0.5, reach), (0.0, 25.0));
        assert_eq!(bar(1.5, reach), (25.0, 75.0));
        assert_eq!(bar(0.0, reach), (25.0, 0.0));
    }

    #[test]
    fn a_band_on_one_side_still_begins_at_nothing() {
        let reach = answer(&[0.2, 0.4]).reach();
        assert_eq!(reach, (0.0, 0.4));
        assert_eq!(bar(0.2, reach), (0.0, 50.0));
        let flat = answer(&[0.0]).reach();
        assert_eq!(bar(0.0, flat), (0.0, 0.0));
    }
}
