//! Every drawdown with its peak, valley and recovery; the worst ten make the table.

use crate::drawdown::ROUNDING;

/// One drawdown; positions count the bars after the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawdownRow {
    /// Last bar at the peak; `None` for the start itself.
    pub peak: Option<usize>,
    /// First bar below it.
    pub start: usize,
    /// First bar at the lowest value.
    pub valley: usize,
    /// First bar back at the peak; `None` when it never came back.
    pub recovery: Option<usize>,
    /// Last bar below the peak.
    pub last: usize,
    /// Lowest value ÷ peak − 1.
    pub depth: f64,
}

impl DrawdownRow {
    /// Bars from the peak to the valley.
    pub fn bars_to_valley(&self) -> usize {
        self.valley + 1 - self.start
    }

    /// Bars from the peak to the recovery, or to the end of the data.
    pub fn bars(&self) -> usize {
        self.recovery.unwrap_or(self.last) + 1 - self.start
    }
}

/// All drawdowns of values after a start, in order of time.
pub fn drawdowns(start: f64, values: &[f64]) -> Vec<DrawdownRow> {
    let mut rows: Vec<DrawdownRow> = Vec::new();
    let (mut peak, mut open) = (start, false);
    for (index, value) in values.iter().enumerate() {
        let fall = value / peak - 1.0;
        let under = fall < -ROUNDING;
        match rows.last_mut().filter(|_| open) {
            Some(row) if under => {
                row.last = index;
                if fall < row.depth {
                    (row.depth, row.valley) = (fall, index);
                }
            }
            Some(row) => row.recovery = Some(index),
            None if under => rows.push(DrawdownRow {
                peak: index.checked_sub(1),
                start: index,
                valley: index,
                recovery: None,
                last: index,
                depth: fall,
            }),
            None => {}
        }
        open = under;
        if !under {
            peak = peak.max(*value);
        }
    }
    rows
}

/// The deepest of them, deepest first; the earlier one first among equals.
pub fn worst(mut rows: Vec<DrawdownRow>, count: usize) -> Vec<DrawdownRow> {
    rows.sort_by(|a, b| a.depth.total_cmp(&b.depth));
    rows.truncate(count);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fall_from_the_start_a_deeper_one_and_an_open_one() {
        let rows = drawdowns(100.0, &[90.0, 100.0, 110.0, 55.0, 66.0, 120.0, 119.0]);
        assert_eq!(rows.len(), 3);
        assert_eq!(
            (rows[0].peak, rows[0].start, rows[0].recovery),
            (None, 0, Some(1))
        );
        assert_eq!(
            (rows[1].peak, rows[1].valley, rows[1].recovery),
            (Some(2), 3, Some(5))
        );
        assert_eq!((rows[1].bars_to_valley(), rows[1].bars()), (1, 3));
        assert_eq!(
            (rows[2].recovery, rows[2].last, rows[2].bars()),
            (None, 6, 1)
        );
        assert_eq!(worst(rows, 1)[0].depth, -0.5);
    }

    #[test]
    fn nothing_falls_in_an_empty_or_constant_account() {
        assert!(drawdowns(1.0, &[]).is_empty() && drawdowns(1.0, &[1.0; 5]).is_empty());
    }
}
