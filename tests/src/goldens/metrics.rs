//! Golden cases of returns, risk, drawdowns, periods, rolling windows and benchmarks.

use super::{Case, num, opt};
use ::metrics::pair::join;
use ::metrics::series::{returns, wealth};
use ::metrics::tables::{drawdowns, rolling, rolling_beta, worst};
use ::metrics::variants::{LibraryValue, empyrical, quantstats};
use ::metrics::{Facts, Sample, find};
use domain::Ts;
use serde_json::{Map, Value, json};

/// Computes a case of `metrics.*`.
pub fn answer(case: &Case) -> Option<Result<Value, String>> {
    let part: fn(&Series, &str, &Case) -> Result<Value, String> =
        match case.function.strip_prefix("metrics.")? {
            "annual" | "benchmark" | "edge" | "returns" | "risk" => number,
            "drawdown" => drawdown,
            "periods" => period,
            "rolling" => window,
            _ => return None,
        };
    Some(Series::read(case).and_then(|series| {
        let keys = case.expected.as_object().ok_or("no expected keys")?.keys();
        let pairs = keys.map(|key| Ok((key.clone(), part(&series, key, case)?)));
        pairs
            .collect::<Result<Map<String, Value>, String>>()
            .map(Value::Object)
    }))
}

struct Series {
    returns: Vec<f64>,
    times: Vec<i64>,
    benchmark: Option<Vec<f64>>,
}

impl Series {
    fn read(case: &Case) -> Result<Series, String> {
        if !case.inline().is_null() {
            return Ok(Series {
                returns: case.column("returns")?.to_vec(),
                times: case.times()?.to_vec(),
                benchmark: case.column("benchmark_returns").ok().map(<[f64]>::to_vec),
            });
        }
        let (times, close) = (case.times()?, case.column("close")?);
        let Ok(other) = case.benchmark_column("close") else {
            let times = times.get(1..).unwrap_or_default().to_vec();
            return Ok(Series {
                returns: returns(close),
                times,
                benchmark: None,
            });
        };
        let joined = join(times, close, case.benchmark_times()?, other);
        Ok(Series {
            returns: returns(&joined.account),
            times: joined.times.get(1..).unwrap_or_default().to_vec(),
            benchmark: Some(returns(&joined.benchmark)),
        })
    }

    /// The facts a key's suffixes ask for: `__ann365` bars a year, `_rf0p03` risk-free.
    fn facts(&self, key: &str) -> Result<Facts, String> {
        let suffix = key.split_once("__ann").map_or("252", |(_, suffix)| suffix);
        let (periods, free) = suffix.split_once("_rf").unwrap_or((suffix, "0"));
        let read = |text: &str| {
            text.replace('p', ".")
                .parse()
                .map_err(|_| format!("{key}: what is {text}?"))
        };
        let required = key.starts_with("omega_10pct");
        Ok(Facts::of_sample(&Sample {
            times: Some(&self.times),
            benchmark: self.benchmark.as_deref(),
            risk_free: if required { 0.1 } else { read(free)? },
            ..Sample::new(&self.returns, read(periods)?)
        }))
    }
}

/// The metric a key names.
fn number(series: &Series, key: &str, case: &Case) -> Result<Value, String> {
    let facts = series.facts(key)?;
    let name = key.split("__").next().unwrap_or(key);
    let edge = case.function == "metrics.edge";
    Ok(match name {
        "n" => json!(facts.series().map_err(|why| why.text().en)?.bars as u64),
        "max_consecutive_wins" => count(value("up_streak", &facts)?),
        "max_consecutive_losses" => count(value("down_streak", &facts)?),
        "sharpe" if edge => library(empyrical::sharpe_ratio(&facts)),
        "sortino" if edge => library(empyrical::sortino_ratio(&facts)),
        "profit_factor" if edge => library(quantstats::profit_factor(&facts)),
        "win_rate" => opt(quantstats::win_rate(&facts).ok()),
        "skew_sample" if edge => opt(quantstats::skew(&facts).ok()),
        "kurtosis_excess_sample" if edge => opt(quantstats::kurtosis(&facts).ok()),
        "cvar_historical_order_95" => opt(empyrical::conditional_value_at_risk(&facts)
            .ok()
            .map(|both| both.0)),
        "cvar_historical_order_99" => opt(empyrical::conditional_value_at_risk(&facts)
            .ok()
            .map(|both| both.1)),
        "expectancy" => opt(quantstats::expectancy(&facts).ok()),
        "best_day" => opt(quantstats::days(&facts).ok().map(|days| days.best)),
        "worst_day" => opt(quantstats::days(&facts).ok().map(|days| days.worst)),
        "win_share_day" => opt(quantstats::days(&facts).ok().map(|days| days.winning)),
        "std_population" => opt(quantstats::population_deviation(&facts).ok()),
        name => value(ours(name), &facts)?,
    })
}

/// What the list calls a number of the libraries.
fn ours(name: &str) -> &str {
    match name {
        "downside_std_of_negatives" => "loss_deviation",
        "omega_10pct_required" => "omega",
        "autocorr_penalty" => "autocorrelation_penalty",
        "information_ratio_per_period" => "information_ratio_bar",
        "mean" => "mean_return",
        "std" => "bar_deviation",
        "best" => "best_bar",
        "worst" => "worst_bar",
        "win_rate_of_all" => "hit_ratio",
        "avg_win" => "average_up_bar",
        "avg_loss" => "average_down_bar",
        "payoff_ratio" => "bar_payoff",
        "profit_factor" => "bar_profit_factor",
        "kelly" => "bar_kelly",
        "skew_population" => "skew",
        "kurtosis_excess_population" => "kurtosis",
        "kurtosis_excess_sample" => "kurtosis_sample",
        "autocorrelation_lag1" => "autocorrelation",
        "var_historical_95" => "var_95",
        "var_historical_99" => "var_99",
        "cvar_historical_95" => "cvar_95",
        "cvar_historical_99" => "cvar_99",
        "var_gaussian_95" => "gaussian_var_95",
        "var_gaussian_99" => "gaussian_var_99",
        "cvar_gaussian_95" => "gaussian_cvar_95",
        "cvar_gaussian_99" => "gaussian_cvar_99",
        "var_cornish_fisher_95" => "cornish_fisher_var_95",
        "var_cornish_fisher_99" => "cornish_fisher_var_99",
        "cvar_cornish_fisher_95" => "cornish_fisher_cvar_95",
        "cvar_cornish_fisher_99" => "cornish_fisher_cvar_99",
        "ulcer_index" => "ulcer",
        "recovery_factor" => "recovery",
        "average_drawdown_all_bars" => "average_drawdown",
        "time_underwater" => "time_under_water",
        "win_share_week" => "winning_weeks",
        "win_share_month" => "winning_months",
        "win_share_year" => "winning_years",
        "avg_up_month" => "average_up_month",
        "avg_down_month" => "average_down_month",
        name => name,
    }
}

fn drawdown(series: &Series, key: &str, case: &Case) -> Result<Value, String> {
    let facts = series.facts(key)?;
    let levels = wealth(&series.returns);
    let worst_ten = || worst(drawdowns(1.0, &levels), 10).into_iter();
    Ok(match key {
        "ulcer_index_quantstats" => opt(quantstats::ulcer_index(&facts).ok()),
        "upi_quantstats" => opt(quantstats::ulcer_performance_index(&facts).ok()),
        "recovery_factor_quantstats" => opt(quantstats::recovery_factor(&facts).ok()),
        "drawdown_count" | "max_drawdown_bars" | "longest_drawdown_bars" => {
            count(value(key, &facts)?)
        }
        "drawdown_series" => super::nums(&::metrics::drawdown::column(1.0, &levels)),
        "table" => worst_ten()
            .map(|row| {
                json!({
                    "peak_idx": row.peak.map_or(-1, |peak| peak as i64),
                    "start_idx": row.start,
                    "valley_idx": row.valley,
                    "recovery_idx": row.recovery,
                    "depth": num(row.depth),
                    "bars_to_valley": row.bars_to_valley(),
                    "bars_underwater": row.bars(),
                })
            })
            .collect(),
        "table_quantstats" => quantstats::drawdown_details(&series.returns, &series.times, 10)
            .into_iter()
            .map(|row| {
                json!({
                    "start": date(row.start),
                    "valley": date(row.valley),
                    "end": date(row.end),
                    "days": row.days,
                    "max_drawdown_pct": num(row.percent),
                })
            })
            .collect(),
        _ => return number(series, key, case),
    })
}

fn period(series: &Series, key: &str, case: &Case) -> Result<Value, String> {
    let facts = series.facts(key)?;
    let periods = facts.periods().map_err(|why| why.text().en)?;
    Ok(match key {
        "monthly" => periods
            .months
            .iter()
            .map(|row| json!([format!("{:04}-{:02}", row.year, row.month), num(row.growth)]))
            .collect(),
        "yearly" => periods
            .years
            .iter()
            .map(|row| json!([row.year, num(row.growth)]))
            .collect(),
        "monthly_table_quantstats" => quantstats::monthly_returns(periods)
            .into_iter()
            .map(|(year, cells)| (year.to_string(), super::nums(&cells)))
            .collect::<Map<_, _>>()
            .into(),
        _ => return number(series, key, case),
    })
}

fn window(series: &Series, key: &str, case: &Case) -> Result<Value, String> {
    let size = case.number("window")? as usize;
    let columns = rolling(&series.returns, size, case.number("annualisation")?);
    let column = match key {
        "rolling_sharpe" => columns.sharpe,
        "rolling_volatility" => columns.volatility,
        "rolling_sortino" => columns.sortino,
        "rolling_beta" => {
            let benchmark = series.benchmark.as_deref().ok_or("no benchmark")?;
            rolling_beta(&series.returns, benchmark, size)
        }
        _ => return Err(format!("{key} is not known")),
    };
    Ok(column.into_iter().map(opt).collect())
}

fn value(id: &str, facts: &Facts) -> Result<Value, String> {
    let metric = find(id).ok_or_else(|| format!("the list has no {id}"))?;
    Ok(opt(metric.value(facts).ok()))
}

fn library(value: LibraryValue) -> Value {
    num(match value {
        LibraryValue::Number(number) => number,
        LibraryValue::Infinite => f64::INFINITY,
        LibraryValue::Nothing => f64::NAN,
    })
}

/// A count as JSON has it: an integer.
fn count(value: Value) -> Value {
    value
        .as_f64()
        .map_or(Value::Null, |number| json!(number as u64))
}

/// The date a moment falls on.
fn date(time: i64) -> String {
    let civil = Ts(time).civil();
    format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day)
}
