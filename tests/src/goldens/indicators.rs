//! Golden adapter of the indicators: names of the cases' functions, parameters and outputs, and ours.

use super::{Case, nums};
use indicators::library::ichimoku::chikou;
use indicators::{Indicator, Input};
use serde_json::{Map, Value};

/// Computes an indicator case; `None` for other topics and for indicators that don't exist.
pub fn answer(case: &Case) -> Option<Result<Value, String>> {
    if !case.id.starts_with("indicators/") {
        return None;
    }
    if case.function == "bundle" {
        return Some(bundle(case));
    }
    let indicator = indicators::find(our_indicator(&case.function))?;
    Some(single(case, indicator))
}

fn single(case: &Case, indicator: &Indicator) -> Result<Value, String> {
    let columns = columns(case, indicator, &case.call["params"])?;
    let mut answer = Map::new();
    for name in expected(case) {
        answer.insert(
            name.clone(),
            output(case, indicator, &case.call["params"], &columns, name)?,
        );
    }
    Ok(Value::Object(answer))
}

/// Several indicators on one input; the keys are `<case>.<output>`.
fn bundle(case: &Case) -> Result<Value, String> {
    let parts = case.call["cases"].as_object();
    let parts = parts.ok_or("the call has no `cases`")?;
    let mut answer = Map::new();
    for (part, call) in parts {
        let function = call["function"].as_str().unwrap_or_default();
        let indicator = indicators::find(our_indicator(function))
            .ok_or_else(|| format!("{part}: there is no indicator `{function}`"))?;
        let columns = columns(case, indicator, &call["params"])?;
        for key in expected(case) {
            let Some((_, name)) = key.split_once('.').filter(|(owner, _)| owner == part) else {
                continue;
            };
            let column = output(case, indicator, &call["params"], &columns, name)?;
            answer.insert(key.clone(), column);
        }
    }
    Ok(Value::Object(answer))
}

fn expected(case: &Case) -> impl Iterator<Item = &String> {
    case.expected.as_object().into_iter().flat_map(Map::keys)
}

fn columns(case: &Case, indicator: &Indicator, params: &Value) -> Result<Vec<Vec<f64>>, String> {
    let settings = settings(indicator, params)?;
    let time: Vec<f64> = if indicator.inputs.contains(&Input::Time) {
        case.times()?.iter().map(|time| *time as f64).collect()
    } else {
        Vec::new()
    };
    let mut inputs: Vec<&[f64]> = Vec::new();
    for input in indicator.inputs {
        inputs.push(match (indicator.id, input) {
            (_, Input::Time) => &time,
            ("correlation", Input::Value) => case.column("high")?,
            ("correlation", Input::Other) => case.column("low")?,
            (_, Input::Value) => case.column("close")?,
            (_, input) => case.column(input.as_str())?,
        });
    }
    Ok(indicator.columns(&settings, &inputs))
}

fn our_indicator(function: &str) -> &str {
    match function {
        "correl" => "correlation",
        same => same,
    }
}

/// The defaults with what the call sets.
fn settings(indicator: &Indicator, params: &Value) -> Result<Vec<f64>, String> {
    let mut settings = indicator.defaults();
    // The cases correlate values, our default is returns.
    if let Some(of) = indicator.params.iter().position(|param| param.id == "of") {
        let values = indicator.params[of].parse("levels");
        settings[of] = values.ok_or("there is no choice `levels`")?;
    }
    for (theirs, value) in params.as_object().into_iter().flatten() {
        let ours = ours(theirs);
        let place = indicator.params.iter().position(|param| param.id == ours);
        let place = place.ok_or_else(|| format!("{} has no parameter {ours}", indicator.id))?;
        let value = value
            .as_f64()
            .ok_or_else(|| format!("`{theirs}` is not a number"))?;
        settings[place] = indicator.params[place]
            .check(value)
            .map_err(|error| error.to_string())?;
    }
    Ok(settings)
}

fn ours(name: &str) -> &str {
    match name {
        "n" => "period",
        "dn" => "down",
        "atr_n" => "atr_period",
        "mult" => "width",
        "fastk" => "fast_k",
        "fastd" => "fast_d",
        "slowk" => "slow_k",
        "slowd" => "slow_d",
        "a" => "short",
        "b" => "medium",
        "c" => "long",
        same => same,
    }
}

fn output(
    case: &Case,
    indicator: &Indicator,
    params: &Value,
    columns: &[Vec<f64>],
    name: &str,
) -> Result<Value, String> {
    if (indicator.id, name) == ("ichimoku", "chikou") {
        let bars = params["kijun"]
            .as_u64()
            .ok_or("`kijun` is not a whole number")?;
        return Ok(nums(&chikou(case.column("close")?, bars as usize)));
    }
    // The cases write the length into the name: rolling_20.
    let ours = match name {
        "correl" => "correlation",
        name if name.starts_with("rolling_") => "rolling",
        name => name,
    };
    let place = indicator.outputs.iter().position(|output| *output == ours);
    place
        .and_then(|place| columns.get(place))
        .map(|column| nums(column))
        .ok_or_else(|| format!("{} has no output {name}", indicator.id))
}
