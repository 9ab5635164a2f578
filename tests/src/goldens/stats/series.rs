//! Golden adapters of series statistics: unit roots, memory, normality, regression, plain tests, distributions.

use super::super::{Case, num, nums, opt};
use super::transformed;
use domain::normal;
use research::cointegration::engle_granger;
use research::distributions::{
    ChiSquared, FisherF, StudentT, incomplete_beta, incomplete_gamma, ln_gamma,
};
use research::hurst;
use research::ljung_box::{
    arch_test, autocorrelations, durbin_watson, ljung_box, partial_autocorrelations,
};
use research::normality::jarque_bera;
use research::ols::{self, Coefficient, Intercept};
use research::plain_tests::{self, Correlation, TestResult};
use research::unit_root::mackinnon::CriticalValues;
use research::unit_root::{
    Bandwidth, Criterion, Lags, Level, Trend, augmented_dickey_fuller, kpss,
};
use serde_json::{Map, Value, json};
use std::fmt::Display;

/// Computes a case of this file; `None` when the function is not known here.
pub fn answer(case: &Case) -> Option<Result<Value, String>> {
    let adapter = match case.function.as_str() {
        "stats.adf" => adf,
        "stats.kpss" => stationarity,
        "stats.ljung_box" => memory,
        "stats.normality" => shape,
        "stats.coint" => pair,
        "stats.hurst" => exponents,
        "stats.expected_rs" => expected_range,
        "stats.distributions" => distributions,
        "stats.ols" => regression,
        "stats.plain_tests" => tests,
        _ => return None,
    };
    Some(adapter(case))
}

fn said(error: impl Display) -> String {
    error.to_string()
}

fn adf(case: &Case) -> Result<Value, String> {
    let series = transformed(case)?;
    let mut answers = Map::new();
    for (name, trend) in [
        ("n", Trend::None),
        ("c", Trend::Constant),
        ("ct", Trend::Linear),
    ] {
        for (rule, lags) in [
            ("fixed4", Lags::Fixed(4)),
            ("aic_max12", Lags::Best(Criterion::Akaike, Some(12))),
            ("bic_max12", Lags::Best(Criterion::Schwarz, Some(12))),
        ] {
            let test = augmented_dickey_fuller(&series, trend, lags).map_err(said)?;
            let mut answer = json!({
                "stat": num(test.statistic), "pvalue": num(test.p_value),
                "lags": test.lags, "nobs": test.rows,
            });
            add_critical(&mut answer, test.critical);
            answers.insert(format!("{name}.{rule}"), answer);
        }
    }
    Ok(Value::Object(answers))
}

fn add_critical(answer: &mut Value, critical: CriticalValues) {
    answer["crit_1"] = num(critical.one_percent);
    answer["crit_5"] = num(critical.five_percent);
    answer["crit_10"] = num(critical.ten_percent);
}

fn stationarity(case: &Case) -> Result<Value, String> {
    let series = transformed(case)?;
    let mut answers = Map::new();
    for (name, level) in [("c", Level::Constant), ("ct", Level::Linear)] {
        for (rule, bandwidth) in [("auto", Bandwidth::Automatic), ("8", Bandwidth::Fixed(8))] {
            let test = kpss(&series, level, bandwidth).map_err(said)?;
            answers.insert(
                format!("{name}.{rule}"),
                json!({"stat": num(test.statistic), "pvalue": num(test.p_value), "lags": test.lags}),
            );
        }
    }
    Ok(Value::Object(answers))
}

fn memory(case: &Case) -> Result<Value, String> {
    let series = transformed(case)?;
    let mut answer = json!({
        "acf_20": nums(&autocorrelations(&series, 20).map_err(said)?),
        "pacf_10_yw": nums(&partial_autocorrelations(&series, 10).map_err(said)?),
    });
    for lags in [1, 5, 10, 20] {
        let test = ljung_box(&series, lags).map_err(said)?;
        answer[format!("lag{lags}")] = json!({
            "lb_stat": num(test.ljung_box), "lb_pvalue": num(test.ljung_box_p_value),
            "bp_stat": num(test.box_pierce), "bp_pvalue": num(test.box_pierce_p_value),
        });
    }
    Ok(answer)
}

fn shape(case: &Case) -> Result<Value, String> {
    let series = transformed(case)?;
    let normality = jarque_bera(&series).map_err(said)?;
    let arch = arch_test(&series, 5).map_err(said)?;
    let mut answer = json!({
        "jb_stat": num(normality.statistic), "jb_pvalue": num(normality.p_value),
        "skew": num(normality.skew), "kurtosis": num(normality.kurtosis),
        "arch_lm_stat": num(arch.statistic), "arch_lm_pvalue": num(arch.p_value),
        "durbin_watson": num(durbin_watson(&series).map_err(said)?),
    });
    // The variance ratio speaks about prices; the cases of returns and of noise have none.
    let prices = case.id.ends_with("log_close") || case.id.ends_with("random_walk");
    for lag in [2, 5] {
        let test = match prices {
            true => Some(hurst::variance_ratio(&series, lag).map_err(said)?),
            false => None,
        };
        answer[format!("variance_ratio_{lag}")] = opt(test.map(|test| test.ratio));
        answer[format!("variance_ratio_{lag}_stat")] = opt(test.map(|test| test.statistic));
    }
    Ok(answer)
}

fn pair(case: &Case) -> Result<Value, String> {
    let lags = Lags::Fixed(case.number("maxlag")? as usize);
    let (y, x) = (case.column("y")?, case.column("x")?);
    let test = engle_granger(y, x, Level::Constant, lags).map_err(said)?;
    let mut answer = json!({"stat": num(test.statistic), "pvalue": num(test.p_value)});
    add_critical(&mut answer, test.critical);
    Ok(answer)
}

fn exponents(case: &Case) -> Result<Value, String> {
    let series = transformed(case)?;
    let windows = whole_numbers(case, "window_sizes")?;
    let range = hurst::rescaled_range(&series, &windows).map_err(said)?;
    let fluctuation = hurst::detrended_fluctuation(&series, &windows).map_err(said)?;
    let lags = whole_numbers(case, "lags")?;
    let spread = hurst::lagged_spread(&series, &lags).map_err(said)?;
    Ok(json!({
        "rs_values": nums(&range.values), "hurst_rs": num(range.exponent),
        "hurst_rs_corrected": num(range.corrected_exponent), "dfa": num(fluctuation.exponent),
        "lagged_std": nums(&spread.values), "hurst_lagged_std": num(spread.exponent),
    }))
}

fn whole_numbers(case: &Case, name: &str) -> Result<Vec<usize>, String> {
    let list = case.param(name).and_then(Value::as_array);
    let list = list.ok_or_else(|| format!("the call has no list `{name}`"))?;
    let whole = list.iter().map(|x| x.as_u64().map(|x| x as usize));
    whole
        .collect::<Option<Vec<usize>>>()
        .ok_or_else(|| format!("`{name}` holds something other than whole numbers"))
}

fn expected_range(case: &Case) -> Result<Value, String> {
    let sizes = case.column("n")?.iter().map(|n| *n as usize);
    let answers = sizes.map(|n| (n.to_string(), num(hurst::expected_rescaled_range(n))));
    Ok(Value::Object(answers.collect()))
}

fn distributions(case: &Case) -> Result<Value, String> {
    let (z, p, df) = (case.column("z")?, case.column("p")?, case.column("df")?);
    let of = |f: fn(f64) -> f64, values: &[f64]| -> Value {
        values.iter().map(|value| num(f(*value))).collect()
    };
    let later = p.get(5..).ok_or("p is too short")?;
    let mut tables: [Vec<Value>; 5] = Default::default();
    let [t_cdf, t_ppf, chi2_sf, chi2_ppf, f_sf] = &mut tables;
    for &degrees in df {
        let student = StudentT::new(degrees).map_err(said)?;
        let chi_squared = ChiSquared::new(degrees).map_err(said)?;
        let fisher = FisherF::new(5.0, degrees).map_err(said)?;
        t_cdf.push(z.iter().map(|z| num(student.below(*z))).collect());
        t_ppf.push(later.iter().map(|p| num(student.quantile(*p))).collect());
        chi2_sf.push(
            z.iter()
                .map(|z| num(chi_squared.above(4.0 * z.abs())))
                .collect(),
        );
        chi2_ppf.push(
            later
                .iter()
                .map(|p| num(chi_squared.quantile(*p)))
                .collect(),
        );
        f_sf.push(z.iter().map(|z| num(fisher.above(z.abs() + 0.1))).collect());
    }
    let [t_cdf, t_ppf, chi2_sf, chi2_ppf, f_sf] = tables;
    Ok(json!({
        "norm_cdf": of(normal::below, z), "norm_sf": of(normal::above, z),
        "norm_pdf": of(normal::density, z), "norm_logcdf": of(normal::ln_below, z),
        "norm_ppf": of(normal::quantile, p),
        "t_cdf": t_cdf, "t_ppf": t_ppf, "chi2_sf": chi2_sf, "chi2_ppf": chi2_ppf,
        "f_sf_5_df": f_sf, "gammaln": of(ln_gamma, df),
        "betainc_half": of(|df| incomplete_beta(0.5 * df, 0.5, 0.3, 0.7).0, df),
        "gammainc": of(|df| incomplete_gamma(0.5 * df, 1.7).0, df),
    }))
}

fn regression(case: &Case) -> Result<Value, String> {
    let columns = [case.column("x1")?, case.column("x2")?];
    let line = ols::fit(case.column("y")?, &columns, Intercept::Estimated).map_err(said)?;
    let robust = line
        .newey_west(case.number("hac_lags")? as usize)
        .map_err(said)?;
    let all = |list: &[Coefficient], of: fn(&Coefficient) -> Value| -> Value {
        list.iter().map(of).collect()
    };
    let plain = &line.coefficients;
    Ok(json!({
        "coef": all(plain, |b| num(b.value)), "std_error": all(plain, |b| num(b.standard_error)),
        "t": all(plain, |b| opt(b.t)), "pvalue": all(plain, |b| opt(b.p_value)),
        "r2": opt(line.r_squared), "adj_r2": opt(line.adjusted_r_squared), "f": opt(line.f),
        "hac5_std_error": all(&robust, |b| num(b.standard_error)),
        "hac5_t": all(&robust, |b| opt(b.t)), "hac5_pvalue": all(&robust, |b| opt(b.p_value)),
    }))
}

fn tests(case: &Case) -> Result<Value, String> {
    let (a, b, c) = (case.column("a")?, case.column("b")?, case.column("c")?);
    let test = |test: TestResult| json!({"stat": num(test.statistic), "pvalue": num(test.p_value)});
    let correlation = |name: &str, found: Correlation| json!({name: num(found.value), "pvalue": opt(found.p_value)});
    let found = plain_tests::welch_test(a, b).map_err(said)?;
    let mut welch = test(found);
    welch["df"] = opt(found.degrees);
    Ok(json!({
        "ttest_1samp": test(plain_tests::t_test(a, 0.0).map_err(said)?),
        "ttest_welch": welch,
        "mannwhitney": test(plain_tests::mann_whitney(a, b).map_err(said)?),
        "ks_2samp": test(plain_tests::kolmogorov_smirnov(a, b).map_err(said)?),
        "pearson": correlation("r", plain_tests::pearson(b, c).map_err(said)?),
        "spearman": correlation("r", plain_tests::spearman(b, c).map_err(said)?),
        "kendall": correlation("tau", plain_tests::kendall(b, c).map_err(said)?),
        "wilcoxon": test(plain_tests::wilcoxon(a).map_err(said)?),
    }))
}
