//! The distribution of the Kolmogorov-Smirnov distance.

use std::f64::consts::PI;

/// Largest sample for which the exact matrix method is quick.
const EXACT_UP_TO: usize = 1000;
/// From n·d² = 2 on, twice the one-sided tail is the two-sided one to at least four digits, from 4 on to eleven.
const FAR: f64 = 4.0;

/// The probability that the two-sided distance of n values from their own distribution exceeds `distance`.
///
/// Exact up to n = 1000: G. Marsaglia, W. Tsang and J. Wang, "Evaluating Kolmogorov's distribution", J. Stat.
/// Software 8 (2003), and in the tail twice the one-sided sum of Birnbaum and Tingey (R. Simard and P. L'Ecuyer,
/// "Computing the two-sided Kolmogorov-Smirnov distribution", J. Stat. Software 39 (2011)). Above, the limit with
/// the correction d√n + 1/(6√n) + (d√n − 1)/(4n) of J. Vrbik (2018), whose error is below 1/n^1.5.
pub fn kolmogorov_above(n: usize, distance: f64) -> f64 {
    if n == 0 || distance.is_nan() {
        return f64::NAN;
    }
    let count = n as f64;
    if distance * count <= 0.5 {
        return 1.0;
    }
    if distance >= 1.0 {
        return 0.0;
    }
    if distance >= 0.5 || (n <= EXACT_UP_TO && count * distance * distance > FAR) {
        return (2.0 * one_sided_above(n, distance)).min(1.0);
    }
    if n <= EXACT_UP_TO {
        return (1.0 - matrix_below(n, distance)).clamp(0.0, 1.0);
    }
    let root = count.sqrt();
    let z = distance * root;
    kolmogorov_limit_above(z + 1.0 / (6.0 * root) + (z - 1.0) / (4.0 * count))
}

/// The limit of the same for many values, at z = distance × √n: 2·Σ (−1)^(k−1)·e^(−2k²z²).
pub fn kolmogorov_limit_above(z: f64) -> f64 {
    if z.is_nan() {
        return f64::NAN;
    }
    if z <= 0.0 {
        return 1.0;
    }
    if z < 1.0 {
        // The other form of the theta function converges faster here: √(2π)/z · Σ e^(−(2k−1)²π²/(8z²)).
        let sum: f64 = [1.0, 3.0, 5.0, 7.0]
            .iter()
            .map(|odd| libm::exp(-odd * odd * PI * PI / (8.0 * z * z)))
            .sum();
        return 1.0 - (2.0 * PI).sqrt() / z * sum;
    }
    let mut sum = 0.0;
    for k in 1..=8 {
        let k = f64::from(k);
        let term = libm::exp(-2.0 * k * k * z * z);
        sum += if k % 2.0 == 1.0 { term } else { -term };
    }
    2.0 * sum
}

/// d·Σ_{j ≤ n(1−d)} C(n, j)·(d + j/n)^(j−1)·(1 − d − j/n)^(n−j), Birnbaum and Tingey (1951): all terms positive.
fn one_sided_above(n: usize, distance: f64) -> f64 {
    let count = n as f64;
    let last = (count * (1.0 - distance)) as usize;
    let mut ln_choose = 0.0;
    let mut sum = 0.0;
    for j in 0..=last.min(n) {
        let share = j as f64 / count;
        let rest = 1.0 - distance - share;
        if rest > 0.0 {
            let ln_term = ln_choose
                + (j as f64 - 1.0) * libm::log(distance + share)
                + (n - j) as f64 * libm::log(rest);
            sum += libm::exp(ln_term);
        }
        ln_choose += libm::log((n - j) as f64 / (j as f64 + 1.0));
    }
    distance * sum
}

/// Marsaglia, Tsang and Wang: n!/n^n times the middle entry of a matrix to the power n.
fn matrix_below(n: usize, distance: f64) -> f64 {
    let place = n as f64 * distance;
    let k = place as usize + 1;
    let width = 2 * k - 1;
    let short = k as f64 - place;
    let mut power = 1.0;
    let edge: Vec<f64> = (0..width)
        .map(|_| {
            power *= short;
            power
        })
        .collect();
    let mut step = vec![0.0; width * width];
    for row in 0..width {
        for column in 0..width.min(row + 2) {
            let mut entry = 1.0;
            if column == 0 {
                entry -= edge[row];
            }
            if row == width - 1 {
                entry -= edge[width - 1 - column];
            }
            if column == 0 && row == width - 1 && 2.0 * short > 1.0 {
                entry += (0..width).fold(1.0, |grown, _| grown * (2.0 * short - 1.0));
            }
            for divisor in 1..=(row + 1).saturating_sub(column) {
                entry /= divisor as f64;
            }
            step[row * width + column] = entry;
        }
    }
    let (raised, mut exponent) = matrix_power(&step, width, n);
    let mut below = raised[(k - 1) * width + k - 1];
    for i in 1..=n {
        below *= i as f64 / n as f64;
        if below < 1e-140 {
            below *= 1e140;
            exponent -= 140;
        }
    }
    below * libm::exp10(f64::from(exponent))
}

/// A matrix to a whole power, as a matrix and a power of ten taken out of it.
fn matrix_power(base: &[f64], width: usize, power: usize) -> (Vec<f64>, i32) {
    if power == 1 {
        return (base.to_vec(), 0);
    }
    let (half, half_exponent) = matrix_power(base, width, power / 2);
    let mut raised = product(&half, &half, width);
    let mut exponent = 2 * half_exponent;
    if power % 2 == 1 {
        raised = product(base, &raised, width);
    }
    if raised[(width / 2) * width + width / 2] > 1e140 {
        raised.iter_mut().for_each(|entry| *entry *= 1e-140);
        exponent += 140;
    }
    (raised, exponent)
}

fn product(left: &[f64], right: &[f64], width: usize) -> Vec<f64> {
    let mut result = vec![0.0; width * width];
    for (row, out) in left.chunks_exact(width).zip(result.chunks_exact_mut(width)) {
        for (factor, line) in row.iter().zip(right.chunks_exact(width)) {
            for (sum, entry) in out.iter_mut().zip(line) {
                *sum += factor * entry;
            }
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_a_closed_form() {
        // n = 1: P(D ≤ d) = 2d − 1 for d between 1/2 and 1.
        for d in [0.5, 0.6, 0.75, 0.99] {
            assert!(
                (kolmogorov_above(1, d) - (2.0 - 2.0 * d)).abs() < 1e-14,
                "{d}"
            );
        }
        // n = 2: P(D ≤ d) = 2(2d − 1/2)² between 1/4 and 1/2.
        for d in [0.3_f64, 0.4, 0.45] {
            let expected = 1.0 - 2.0 * (2.0 * d - 0.5) * (2.0 * d - 0.5);
            assert!((kolmogorov_above(2, d) - expected).abs() < 1e-14, "{d}");
        }
    }

    #[test]
    fn the_printed_value_of_the_paper_comes_out() {
        // Marsaglia, Tsang and Wang (2003): P(D_10 < 0.274) = 0.6284796154565.
        assert!((kolmogorov_above(10, 0.274) - (1.0 - 0.628_479_615_456_5)).abs() < 1e-12);
    }

    #[test]
    fn the_methods_meet_where_they_change() {
        for n in [20_usize, 100, 900] {
            let d = (FAR / n as f64).sqrt();
            let tail = 2.0 * one_sided_above(n, d);
            let whole = 1.0 - matrix_below(n, d);
            assert!((tail - whole).abs() < 1e-9, "{n}: {tail} {whole}");
        }
        let d = 1.2 / 1000.0_f64.sqrt();
        let exact = kolmogorov_above(1000, d);
        let near = kolmogorov_above(1001, d * (1000.0_f64 / 1001.0).sqrt());
        assert!((exact - near).abs() < 3e-5, "{exact} {near}");
    }

    #[test]
    fn both_forms_of_the_limit_agree_and_the_table_is_met() {
        // Smirnov's table (1948): 1 − L(1.36) = 0.0494858768, 1 − L(0.83) = 0.4963. Both forms meet at 1.
        assert!((kolmogorov_limit_above(1.36) - 0.049_485_9).abs() < 1e-6);
        let (left, right) = (
            kolmogorov_limit_above(1.0 - 1e-12),
            kolmogorov_limit_above(1.0),
        );
        assert!((left - right).abs() < 1e-11, "{left} {right}");
    }

    #[test]
    fn nonsense_and_edges() {
        assert!(kolmogorov_above(0, 0.1).is_nan());
        assert!(kolmogorov_above(5, f64::NAN).is_nan());
        assert_eq!(kolmogorov_above(5, 0.0), 1.0);
        assert_eq!(kolmogorov_above(5, 1.0), 0.0);
        assert_eq!(kolmogorov_limit_above(-1.0), 1.0);
    }
}
