//! Ranks of a sample, with ties at their mean.

/// Ranks from 1, and the sizes of the groups of equal values that are larger than one.
pub(super) fn ranks(values: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut ties = Vec::new();
    let mut start = 0;
    while start < order.len() {
        let value = values[order[start]];
        let same = order[start..]
            .iter()
            .take_while(|place| values[**place] == value)
            .count();
        let mean = start as f64 + 0.5 * (same as f64 + 1.0);
        for place in &order[start..start + same] {
            ranks[*place] = mean;
        }
        if same > 1 {
            ties.push(same as f64);
        }
        start += same;
    }
    (ranks, ties)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_mean_rank() {
        let (got, ties) = ranks(&[3.0, 1.0, 3.0, 2.0, 3.0, 1.0]);
        assert_eq!(got, [5.0, 1.5, 5.0, 3.0, 5.0, 1.5]);
        assert_eq!(ties, [2.0, 3.0]);
    }

    #[test]
    fn both_zeros_are_one_value() {
        assert_eq!(ranks(&[0.0, -0.0]).0, [1.5, 1.5]);
        assert_eq!(ranks(&[]).0, Vec::<f64>::new());
    }
}
