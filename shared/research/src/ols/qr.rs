//! A least squares problem factored into Q·R, which answers for the first k columns as easily as for all.

use super::{Intercept, OlsError};
use crate::scale::{scaled, size_of};

/// What is left of a column after the ones before it, relative to its length, that counts as nothing but rounding.
const SAME: f64 = 1e-12;
/// The same for the residuals of the values explained.
const EXACT: f64 = 1e-13;

/// Columns and explained values after Householder's reflections. Each column and the explained values are scaled by
/// a power of two first, so that tiny and huge units neither vanish nor overflow.
pub(crate) struct Factored {
    upper: Vec<Vec<f64>>,
    rotated: Vec<f64>,
    column_sizes: Vec<f64>,
    explained_size: f64,
    length: f64,
}

impl Factored {
    /// Factors the design; the columns must be as long as the explained values and not more than these.
    pub fn new(design: &[Vec<f64>], explained: &[f64]) -> Result<Self, OlsError> {
        let column_sizes: Vec<f64> = design.iter().map(|column| size_of(column)).collect();
        let mut columns: Vec<Vec<f64>> = design.iter().map(|column| scaled(column)).collect();
        let mut rotated = scaled(explained);
        let length = norm(&rotated);
        let mut upper: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
        for index in 0..columns.len() {
            let Some((column, later)) = columns[index..].split_first_mut() else {
                break;
            };
            let whole = norm(column);
            let left = norm(&column[index..]);
            if left <= SAME * whole {
                return Err(OlsError::Collinear { column: index });
            }
            let diagonal = if column[index] > 0.0 { -left } else { left };
            let mut mirror = column[index..].to_vec();
            mirror[0] -= diagonal;
            let half_square = 0.5 * mirror.iter().map(|v| v * v).sum::<f64>();
            for other in later.iter_mut() {
                reflect(&mirror, half_square, &mut other[index..]);
            }
            reflect(&mirror, half_square, &mut rotated[index..]);
            let mut top = column[..index].to_vec();
            top.push(diagonal);
            upper.push(top);
        }
        Ok(Self {
            upper,
            rotated,
            column_sizes,
            explained_size: size_of(explained),
            length,
        })
    }

    /// The unit the explained values are counted in.
    pub fn explained_size(&self) -> f64 {
        self.explained_size
    }

    /// The squared residuals on the first `columns` columns, in squares of the explained unit.
    pub fn residual_squares(&self, columns: usize) -> f64 {
        self.rotated[columns..].iter().map(|x| x * x).sum()
    }

    /// Is there nothing but rounding left after the first `columns` columns?
    pub fn is_exact(&self, columns: usize) -> bool {
        norm(&self.rotated[columns..]) <= EXACT * self.length
    }

    /// The squares to explain, about the mean when an intercept is estimated, in squares of the explained unit.
    pub fn total_squares(&self, explained: &[f64], intercept: Intercept) -> f64 {
        let values = scaled(explained);
        let middle = match intercept {
            Intercept::Estimated => values.iter().sum::<f64>() / values.len() as f64,
            Intercept::None => 0.0,
        };
        values.iter().map(|y| (y - middle) * (y - middle)).sum()
    }

    /// The t value of the last of the first `columns` columns, in the regression on these alone.
    pub fn last_t(&self, columns: usize) -> f64 {
        let degrees = (self.rotated.len() - columns) as f64;
        let deviation = (self.residual_squares(columns) / degrees).sqrt();
        let diagonal = self.upper[columns - 1][columns - 1];
        self.rotated[columns - 1] * diagonal.signum() / deviation
    }

    /// The coefficients of all columns, in the callers' units.
    pub fn coefficients(&self) -> Vec<f64> {
        let count = self.upper.len();
        let mut solved = self.rotated[..count].to_vec();
        for column in (0..count).rev() {
            solved[column] /= self.upper[column][column];
            let found = solved[column];
            for (earlier, share) in solved.iter_mut().zip(&self.upper[column][..column]) {
                *earlier -= share * found;
            }
        }
        solved
            .iter()
            .zip(&self.column_sizes)
            .map(|(value, size)| value / size * self.explained_size)
            .collect()
    }

    /// The standard error of each coefficient per unit of the residuals' deviation (in the explained unit).
    pub fn reaches(&self) -> Vec<f64> {
        let rows = self.inverse_upper();
        rows.iter()
            .zip(&self.column_sizes)
            .map(|(row, size)| norm(row) / size * self.explained_size)
            .collect()
    }

    /// (XᵀX)⁻¹ = R⁻¹·R⁻ᵀ in the callers' units.
    pub fn inverse_of_squares(&self) -> Vec<Vec<f64>> {
        let inverse = self.inverse_upper();
        let size = &self.column_sizes;
        let rows = inverse.iter().zip(size).map(|(left, left_size)| {
            let entries = inverse.iter().zip(size).map(|(right, right_size)| {
                let sum: f64 = left.iter().zip(right).map(|(a, b)| a * b).sum();
                sum / left_size / right_size
            });
            entries.collect()
        });
        rows.collect()
    }

    /// The rows of R⁻¹.
    fn inverse_upper(&self) -> Vec<Vec<f64>> {
        let count = self.upper.len();
        let columns: Vec<Vec<f64>> = (0..count)
            .map(|column| {
                let mut entries = vec![0.0; count];
                entries[column] = 1.0 / self.upper[column][column];
                for row in (0..column).rev() {
                    let sum: f64 = (row + 1..=column)
                        .map(|k| self.upper[k][row] * entries[k])
                        .sum();
                    entries[row] = -sum / self.upper[row][row];
                }
                entries
            })
            .collect();
        (0..count)
            .map(|row| columns.iter().map(|column| column[row]).collect())
            .collect()
    }
}

/// x − v·(vᵀx) ÷ (vᵀv/2): x mirrored in the plane square to v.
fn reflect(mirror: &[f64], half_square: f64, x: &mut [f64]) {
    let along: f64 = mirror.iter().zip(x.iter()).map(|(v, x)| v * x).sum();
    let share = along / half_square;
    for (x, v) in x.iter_mut().zip(mirror) {
        *x -= share * v;
    }
}

fn norm(values: &[f64]) -> f64 {
    values.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::super::{Intercept, fit};
    use super::*;

    #[test]
    fn the_first_columns_alone_are_a_regression_of_their_own() {
        let x = vec![1.0, 2.0, 3.0, 5.0, 8.0, 13.0];
        let z = vec![1.0, -1.0, 2.0, -2.0, 3.0, 0.5];
        let y = [2.0, 1.0, 4.0, 3.0, 7.0, 5.0];
        let both = Factored::new(&[x.clone(), z.clone()], &y).unwrap();
        for columns in [1, 2] {
            let these: Vec<&[f64]> = [&x[..], &z[..]][..columns].to_vec();
            let alone = fit(&y, &these, Intercept::None).unwrap();
            let unit = both.explained_size();
            let squares = both.residual_squares(columns) * unit * unit;
            assert!((squares - alone.residual_squares).abs() < 1e-12);
            let t = alone.coefficients[columns - 1].t.unwrap();
            assert!((both.last_t(columns) - t).abs() < 1e-12);
        }
    }
}
