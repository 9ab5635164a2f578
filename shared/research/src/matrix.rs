//! Returns of many configurations over the same bars, stored column by column.

/// Why numbers are no matrix of returns.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum MatrixError {
    /// There is nothing in it.
    #[error("matrix of returns: it is empty")]
    Empty,
    /// A row or column is shorter or longer than the first.
    #[error("matrix of returns: {line} {index} has {got} values, the first has {expected}")]
    Ragged {
        /// "row" or "column".
        line: &'static str,
        /// Which one, counted from 0.
        index: usize,
        /// How long it is.
        got: usize,
        /// How long it must be.
        expected: usize,
    },
    /// A value is missing or infinite.
    #[error("matrix of returns: row {row} of column {column} is {got}, it must be a finite number")]
    NotFinite {
        /// The bar.
        row: usize,
        /// The configuration.
        column: usize,
        /// The value found.
        got: f64,
    },
}

/// Returns: one row per bar, one column per configuration; every value is finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// A matrix from its columns, one per configuration.
    pub fn from_columns<Column: AsRef<[f64]>>(columns: &[Column]) -> Result<Matrix, MatrixError> {
        let rows = columns.first().map_or(0, |first| first.as_ref().len());
        if rows == 0 {
            return Err(MatrixError::Empty);
        }
        let mut values = Vec::with_capacity(rows * columns.len());
        for (index, column) in columns.iter().enumerate() {
            let column = column.as_ref();
            ragged("column", index, column.len(), rows)?;
            if let Some(row) = column.iter().position(|value| !value.is_finite()) {
                let got = column[row];
                return Err(MatrixError::NotFinite {
                    row,
                    column: index,
                    got,
                });
            }
            values.extend_from_slice(column);
        }
        Ok(Matrix { rows, values })
    }

    /// A matrix from its rows, one per bar.
    pub fn from_rows<Row: AsRef<[f64]>>(rows: &[Row]) -> Result<Matrix, MatrixError> {
        let width = rows.first().map_or(0, |first| first.as_ref().len());
        if width == 0 {
            return Err(MatrixError::Empty);
        }
        for (index, row) in rows.iter().enumerate() {
            ragged("row", index, row.as_ref().len(), width)?;
        }
        let columns: Vec<Vec<f64>> = (0..width)
            .map(|column| rows.iter().map(|row| row.as_ref()[column]).collect())
            .collect();
        Matrix::from_columns(&columns)
    }

    /// How many bars.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many configurations.
    pub fn width(&self) -> usize {
        self.values.len() / self.rows
    }

    /// The returns of each configuration in turn.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = &[f64]> + '_ {
        self.values.chunks_exact(self.rows)
    }
}

fn ragged(
    line: &'static str,
    index: usize,
    got: usize,
    expected: usize,
) -> Result<(), MatrixError> {
    if got == expected {
        return Ok(());
    }
    Err(MatrixError::Ragged {
        line,
        index,
        got,
        expected,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_columns_make_the_same_matrix() {
        let by_rows = Matrix::from_rows(&[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).unwrap();
        let by_columns = Matrix::from_columns(&[[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]).unwrap();
        assert_eq!(by_rows, by_columns);
        assert_eq!((by_rows.rows(), by_rows.width()), (2, 3));
        assert_eq!(by_rows.columns().nth(1), Some(&[2.0, 5.0][..]));
    }

    #[test]
    fn a_bad_matrix_says_where() {
        let none: [Vec<f64>; 0] = [];
        assert_eq!(Matrix::from_rows(&none), Err(MatrixError::Empty));
        let ragged = Matrix::from_rows(&[vec![1.0, 2.0], vec![1.0]]).unwrap_err();
        assert_eq!(
            ragged.to_string(),
            "matrix of returns: row 1 has 1 values, the first has 2"
        );
        let missing = Matrix::from_columns(&[[1.0, 2.0], [3.0, f64::NAN]]).unwrap_err();
        assert_eq!(
            missing.to_string(),
            "matrix of returns: row 1 of column 1 is NaN, it must be a finite number"
        );
    }
}
