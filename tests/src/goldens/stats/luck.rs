//! Golden adapter for statistics about luck: Sharpe inference, overfitting, bootstrap, many tests at once.

use crate::goldens::{Case, num, nums, opt};
use domain::random::Random;
use research::block_length;
use research::bootstrap::{Bootstrap, Quantity, Resampling};
use research::matrix::Matrix;
use research::multiple_testing::{Correction, significant};
use research::overfitting::{Cscv, Overfitting};
use research::sharpe::{SharpeRatio, expected_maximum, luckiest_ratio, minimum_backtest_years};
use serde_json::{Map, Value, json};

/// Computes the case when its function is known here.
pub fn answer(case: &Case) -> Option<Result<Value, String>> {
    Some(match case.function.as_str() {
        "stats.psr_dsr" => sharpe_cases(case),
        "stats.published" => published(case),
        "stats.psr_series" => sharpe_of_series(case),
        "stats.pbo" if case.param("matrices").is_some() => average_of_noise(case),
        "stats.pbo" => overfitting(case),
        "stats.optimal_block_length" => blocks(case),
        "stats.bootstrap_iid" => bootstrap(case, Resampling::Independent),
        "stats.bootstrap_circular" => case
            .number("block")
            .map(|block| block as usize)
            .and_then(|block| bootstrap(case, Resampling::Circular { block })),
        "stats.bootstrap_stationary" => case
            .number("block")
            .and_then(|mean_block| bootstrap(case, Resampling::Stationary { mean_block })),
        "stats.multiple_testing" => corrections(case),
        _ => return None,
    })
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn sharpe_cases(case: &Case) -> Result<Value, String> {
    let answers: Result<Vec<Value>, String> = cases(case)?.iter().map(sharpe_answer).collect();
    Ok(json!({ "cases": answers? }))
}

/// Of the same, what each expected row asks for, beside its words: what was computed, and where it was printed.
fn published(case: &Case) -> Result<Value, String> {
    let rows = case.expected["cases"].as_array().into_iter().flatten();
    let answers = cases(case)?.iter().zip(rows).map(|(input, row)| {
        let answer = sharpe_answer(input)?;
        let asked = row.as_object().into_iter().flatten();
        let parts = asked.map(|(name, expected)| {
            let words = expected.is_string().then(|| expected.clone());
            (name.clone(), words.unwrap_or_else(|| answer[name].clone()))
        });
        Ok(Value::Object(parts.collect()))
    });
    Ok(json!({ "cases": answers.collect::<Result<Vec<Value>, String>>()? }))
}

fn cases(case: &Case) -> Result<&Vec<Value>, String> {
    let cases = case.inline()["cases"].as_array();
    cases.ok_or_else(|| "the input has no `cases`".to_owned())
}

/// Everything that the numbers of one row allow to compute.
fn sharpe_answer(input: &Value) -> Result<Value, String> {
    let get = |name: &str| input[name].as_f64();
    let mut answer = Map::new();
    let mut put = |name: &str, value: f64| answer.insert(name.to_owned(), num(value));
    if let Some(trials) = get("trials") {
        put("expected_max", expected_maximum(trials).map_err(words)?);
        if let Some(yearly) = get("sr_annual") {
            let years = minimum_backtest_years(trials, yearly).map_err(words)?;
            put("min_btl_years", years);
        }
    }
    let (Some(ratio), Some(skew), Some(kurtosis)) = (get("sr"), get("skew"), get("kurtosis"))
    else {
        return Ok(answer.into());
    };
    let sharpe = SharpeRatio {
        observations: get("n").unwrap_or(0.0),
        ratio,
        skew,
        kurtosis,
    };
    if let (Some(benchmark), Some(confidence)) = (get("benchmark"), get("prob")) {
        let length = sharpe.minimum_track_record(benchmark, confidence);
        put("min_trl", length.map_err(words)?);
    }
    if get("n").is_some() {
        if let Some(benchmark) = get("benchmark") {
            put("psr", sharpe.probabilistic(benchmark).map_err(words)?);
            put("psr_zero", sharpe.probabilistic(0.0).map_err(words)?);
        }
        if let (Some(trials), Some(variance)) = (get("trials"), get("var_sr")) {
            put("sr0", luckiest_ratio(trials, variance).map_err(words)?);
            put("dsr", sharpe.deflated(trials, variance).map_err(words)?);
        }
    }
    Ok(answer.into())
}

fn sharpe_of_series(case: &Case) -> Result<Value, String> {
    let sharpe = SharpeRatio::of(&series(case)?).map_err(words)?;
    let against = |sharpe: SharpeRatio, benchmark| sharpe.probabilistic(benchmark).map_err(words);
    let corrected = sharpe.bias_corrected().map_err(words)?;
    let length = sharpe.minimum_track_record(0.0, 0.95).map_err(words)?;
    Ok(json!({
        "n": sharpe.observations as u64,
        "sr": num(sharpe.ratio),
        "skew": num(sharpe.skew),
        "kurtosis": num(sharpe.kurtosis),
        "psr_zero": num(against(sharpe, 0.0)?),
        "psr_benchmark": num(against(sharpe, case.number("benchmark")?)?),
        "min_trl_95_zero": num(length),
        "psr_quantstats": num(against(corrected, 0.0)?),
    }))
}

/// The input as it is transformed everywhere, and one transformation that is only asked for here.
fn series(case: &Case) -> Result<Vec<f64>, String> {
    match case.input()["transform"].as_str() {
        Some("absolute simple returns, first row dropped") => {
            let returns = super::returns(case.column("close")?);
            Ok(returns.into_iter().map(f64::abs).collect())
        }
        _ => super::transformed(case),
    }
}

fn overfitting(case: &Case) -> Result<Value, String> {
    let rows: Vec<Vec<f64>> =
        serde_json::from_value(case.inline()["returns"].clone()).map_err(words)?;
    let returns = Matrix::from_rows(&rows).map_err(words)?;
    let found = overfit(&returns, case.number("S")?)?;
    let deciles: Vec<f64> = (1..10).map(|i| f64::from(i) / 10.0).collect();
    let ends = found.logit_quantiles(&[0.0, 1.0]).unwrap_or_default();
    let first: Vec<u32> = found
        .splits
        .iter()
        .take(10)
        .map(|split| split.selected)
        .collect();
    let line = found.degradation;
    Ok(json!({
        "pbo": num(found.probability),
        "combinations": found.splits.len(),
        "prob_oos_loss": num(found.loss_probability),
        "logit_mean": num(found.mean_logit()),
        "logit_min": opt(ends.first().copied()),
        "logit_max": opt(ends.last().copied()),
        "degradation_slope": opt(line.map(|line| line.slope)),
        "degradation_intercept": opt(line.map(|line| line.intercept)),
        "degradation_r2": opt(line.and_then(|line| line.r_squared)),
        "selected_first_10": first,
        "logits_first_10": nums(&found.logits[..10.min(found.logits.len())]),
        "logit_deciles": nums(&found.logit_quantiles(&deciles).unwrap_or_default()),
    }))
}

fn average_of_noise(case: &Case) -> Result<Value, String> {
    let size = |name: &str| case.number(name).map(|number| number as usize);
    let (rows, width, matrices) = (size("T")?, size("N")?, size("matrices")?);
    let mut sum = 0.0;
    for task in 0..matrices {
        let mut random = Random::named(1, "noise", task as u64);
        let columns: Vec<Vec<f64>> = (0..width)
            .map(|_| (0..rows).map(|_| 0.01 * random.normal()).collect())
            .collect();
        let returns = Matrix::from_columns(&columns).map_err(words)?;
        sum += overfit(&returns, case.number("S")?)?.probability;
    }
    Ok(json!({ "mean": num(sum / matrices as f64) }))
}

fn overfit(returns: &Matrix, blocks: f64) -> Result<Overfitting, String> {
    let cscv = Cscv::new(returns, blocks as usize).map_err(words)?;
    Overfitting::of(&cscv).map_err(words)
}

fn blocks(case: &Case) -> Result<Value, String> {
    let length = block_length::optimal(&series(case)?).map_err(words)?;
    Ok(json!({ "stationary": num(length.stationary), "circular": num(length.circular) }))
}

fn bootstrap(case: &Case, resampling: Resampling) -> Result<Value, String> {
    let returns = case.column("x")?;
    let replications = case.number("replications")? as usize;
    let mut answer = Map::new();
    for quantity in [Quantity::Mean, Quantity::Sharpe] {
        let bootstrap = Bootstrap::new(returns, resampling, quantity, 1).map_err(words)?;
        let found = bootstrap.estimate(replications, 0.95).map_err(words)?;
        for (name, value) in [
            ("ci95_low", found.percentile.low),
            ("ci95_high", found.percentile.high),
            ("std_error", found.standard_error),
        ] {
            answer.insert(format!("{}.{name}", quantity.id()), num(value));
        }
    }
    Ok(answer.into())
}

fn corrections(case: &Case) -> Result<Value, String> {
    let p_values = case.column("pvalues")?;
    let level = case.number("alpha")?;
    let mut answer = Map::new();
    for (name, correction) in [
        ("bonferroni", Correction::Bonferroni),
        ("sidak", Correction::Sidak),
        ("holm", Correction::Holm),
        ("fdr_bh", Correction::BenjaminiHochberg),
        ("fdr_by", Correction::BenjaminiYekutieli),
    ] {
        let adjusted = correction.adjust(p_values).map_err(words)?;
        let reject = significant(&adjusted, level);
        let both = json!({ "adjusted": nums(&adjusted), "reject": reject });
        answer.insert(name.to_owned(), both);
    }
    Ok(answer.into())
}
