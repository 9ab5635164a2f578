//! Tells whether two columns move together: by value, by rank, by pairs in order.

use super::TestError;
use super::ranks::ranks;
use crate::distributions::StudentT;
use crate::sample::{self, SampleError};
use crate::scale::{is_constant, scaled};
use domain::normal;

/// A correlation and how unlikely it is between strangers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// From −1 to 1.
    pub value: f64,
    /// Two-sided p-value; `None` when there are too few pairs to judge.
    pub p_value: Option<f64>,
}

/// K. Pearson's r, with its exact p-value for normal values: Student t with n − 2 degrees of r·√((n−2)/(1−r²)).
pub fn pearson(first: &[f64], second: &[f64]) -> Result<Correlation, TestError> {
    check(first, second)?;
    by_values(first, second)
}

/// C. Spearman's ρ: Pearson's r of the ranks, ties at their mean, with the same t as its p-value.
pub fn spearman(first: &[f64], second: &[f64]) -> Result<Correlation, TestError> {
    check(first, second)?;
    by_values(&ranks(first).0, &ranks(second).0)
}

/// M. Kendall's τ_b (Rank Correlation Methods, 1948): pairs in the same order less pairs in opposite order, over the
/// pairs without ties; normal approximation with the variance corrected for ties.
pub fn kendall(first: &[f64], second: &[f64]) -> Result<Correlation, TestError> {
    check(first, second)?;
    let n = first.len() as f64;
    let (first_ranks, first_ties) = ranks(first);
    let (second_ranks, second_ties) = ranks(second);
    let surplus = order_surplus(&first_ranks, &second_ranks);
    let pairs = |ties: &[f64]| -> f64 { ties.iter().map(|t| 0.5 * t * (t - 1.0)).sum() };
    let triples = |ties: &[f64]| -> f64 { ties.iter().map(|t| t * (t - 1.0) * (t - 2.0)).sum() };
    let weighted =
        |ties: &[f64]| -> f64 { ties.iter().map(|t| t * (t - 1.0) * (2.0 * t + 5.0)).sum() };
    let all = 0.5 * n * (n - 1.0);
    let [tied_first, tied_second] = [pairs(&first_ties), pairs(&second_ties)];
    let value = surplus / (all - tied_first).sqrt() / (all - tied_second).sqrt();
    let mut variance =
        (n * (n - 1.0) * (2.0 * n + 5.0) - weighted(&first_ties) - weighted(&second_ties)) / 18.0
            + tied_first * tied_second / all;
    if n > 2.0 {
        variance +=
            triples(&first_ties) * triples(&second_ties) / (9.0 * n * (n - 1.0) * (n - 2.0));
    }
    let p_value = (variance > 0.0).then(|| 2.0 * normal::above(surplus.abs() / variance.sqrt()));
    Ok(Correlation {
        value: value.clamp(-1.0, 1.0),
        p_value,
    })
}

fn check(first: &[f64], second: &[f64]) -> Result<(), TestError> {
    if first.len() != second.len() {
        return Err(TestError::Lengths {
            first: first.len(),
            second: second.len(),
        });
    }
    for (what, values) in [("first sample", first), ("second sample", second)] {
        sample::check(what, values, 2)?;
        if is_constant(values) {
            return Err(SampleError::NoSpread { what }.into());
        }
    }
    Ok(())
}

fn by_values(first: &[f64], second: &[f64]) -> Result<Correlation, TestError> {
    let (one, two) = (about_mean(first), about_mean(second));
    let product = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(x, y)| x * y).sum() };
    let together = product(&one, &two);
    let both = product(&one, &one).sqrt() * product(&two, &two).sqrt();
    let value = sample::finite("correlation", together / both)?.clamp(-1.0, 1.0);
    let degrees = first.len() as f64 - 2.0;
    if degrees < 1.0 {
        return Ok(Correlation {
            value,
            p_value: None,
        });
    }
    let rest = (1.0 - value) * (1.0 + value);
    let p_value = if rest > 0.0 {
        StudentT::new(degrees)?.outside(value * (degrees / rest).sqrt())
    } else {
        0.0
    };
    Ok(Correlation {
        value,
        p_value: Some(p_value),
    })
}

fn about_mean(values: &[f64]) -> Vec<f64> {
    let values = scaled(values);
    let middle = values.iter().sum::<f64>() / values.len() as f64;
    scaled(&values.iter().map(|x| x - middle).collect::<Vec<f64>>())
}

/// Pairs in the same order less pairs in opposite order, counted in n·ln n steps with a tree of partial sums
/// (P. Fenwick 1994) over the ranks of the second column.
fn order_surplus(first: &[f64], second: &[f64]) -> f64 {
    let n = first.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| first[*a].total_cmp(&first[*b]));
    let mut tree = vec![0_usize; 2 * n + 2];
    // Mean ranks are whole or half, so twice a rank is a whole place.
    let place = |row: usize| (2.0 * second[row]) as usize;
    let mut surplus = 0.0;
    let mut counted = 0;
    let mut start = 0;
    while start < n {
        let same = order[start..]
            .iter()
            .take_while(|row| first[**row] == first[order[start]])
            .count();
        let group = &order[start..start + same];
        for &row in group {
            let below = sum_up_to(&tree, place(row) - 1);
            let above = counted - sum_up_to(&tree, place(row));
            surplus += below as f64 - above as f64;
        }
        for &row in group {
            let mut node = place(row);
            while node < tree.len() {
                tree[node] += 1;
                node += node & node.wrapping_neg();
            }
        }
        counted += same;
        start += same;
    }
    surplus
}

fn sum_up_to(tree: &[usize], mut node: usize) -> usize {
    let mut sum = 0;
    while node > 0 {
        sum += tree[node];
        node &= node - 1;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(got: f64, expected: f64) -> bool {
        (got - expected).abs() < 1e-13
    }

    #[test]
    fn four_pairs_are_worked_by_hand() {
        let (x, y) = ([1.0, 2.0, 3.0, 4.0], [1.0, 3.0, 2.0, 4.0]);
        // Deviations ±1.5, ±0.5: products 2.25 − 0.25 − 0.25 + 2.25 = 4 over 5.
        let by_value = pearson(&x, &y).unwrap();
        assert!(near(by_value.value, 0.8));
        // Two degrees: p = 1 − t/√(2 + t²) with t = 0.8·√2/0.6, which is 1 − r.
        assert!(near(by_value.p_value.unwrap(), 0.2));
        assert!(near(spearman(&x, &y).unwrap().value, 0.8));
        // Five pairs in order, one not: (5 − 1)/6; variance 4·3·13/18.
        let by_pairs = kendall(&x, &y).unwrap();
        assert!(near(by_pairs.value, 4.0 / 6.0));
        let z = 4.0 / (4.0 * 3.0 * 13.0 / 18.0_f64).sqrt();
        assert!(near(by_pairs.p_value.unwrap(), 2.0 * normal::above(z)));
    }

    #[test]
    fn a_perfect_pair_is_one() {
        let x = [1e-300, 2e-300, 4e-300, 7e-300];
        let y = [-0.1, -0.2, -0.4, -0.7];
        for of in [pearson, spearman, kendall] {
            assert!(near(of(&x, &y).unwrap().value, -1.0));
            assert!(of(&x, &y).unwrap().p_value.unwrap() < 0.1);
        }
        assert_eq!(pearson(&x[..2], &y[..2]).unwrap().p_value, None);
    }

    #[test]
    fn hopeless_pairs_are_refused_by_name() {
        for of in [pearson, spearman, kendall] {
            let said = of(&[1.0, 2.0], &[1.0]).unwrap_err().to_string();
            assert!(said.contains("2 values, the second 1"), "{said}");
            assert!(of(&[1.0, 2.0], &[3.0, 3.0]).is_err());
            assert!(of(&[1.0, f64::NAN], &[3.0, 4.0]).is_err());
            assert!(of(&[], &[]).is_err());
        }
    }

    proptest! {
        #[test]
        fn counting_by_tree_is_counting_every_pair(
            rows in prop::collection::vec((0_i32..6, 0_i32..6), 2..40),
        ) {
            let x: Vec<f64> = rows.iter().map(|row| f64::from(row.0)).collect();
            let y: Vec<f64> = rows.iter().map(|row| f64::from(row.1)).collect();
            let mut plain = 0;
            for (i, a) in rows.iter().enumerate() {
                for b in &rows[..i] {
                    plain += (a.0 - b.0).signum() * (a.1 - b.1).signum();
                }
            }
            prop_assert_eq!(order_surplus(&ranks(&x).0, &ranks(&y).0), f64::from(plain));
        }
    }
}
