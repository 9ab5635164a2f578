//! A column of numbers that may share one block of memory with its neighbours.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::{Deref, Range};
use std::sync::Arc;

/// Numbers in order, read as a slice.
///
/// Columns of one length can lie in one block, one after the other. A system gives back what was freed piece by piece and hands
/// it out anew, page by page, to whoever asks next; of one large block it keeps hold.
#[derive(Clone, Default)]
pub struct Column {
    block: Arc<Vec<f64>>,
    rows: Range<usize>,
}

impl Column {
    /// The first `count` of each `room` numbers of a block: as many columns as it has room for.
    pub fn split<const N: usize>(block: Vec<f64>, room: usize, count: usize) -> [Column; N] {
        let block = Arc::new(block);
        std::array::from_fn(|place| {
            let from = place * room;
            Column {
                block: Arc::clone(&block),
                rows: from..from + count.min(room),
            }
        })
    }
}

impl Deref for Column {
    type Target = [f64];

    fn deref(&self) -> &[f64] {
        self.block.get(self.rows.clone()).unwrap_or_default()
    }
}

impl From<Vec<f64>> for Column {
    fn from(numbers: Vec<f64>) -> Column {
        let rows = 0..numbers.len();
        let block = Arc::new(numbers);
        Column { block, rows }
    }
}

impl FromIterator<f64> for Column {
    fn from_iter<I: IntoIterator<Item = f64>>(numbers: I) -> Column {
        Vec::from_iter(numbers).into()
    }
}

impl<'a> IntoIterator for &'a Column {
    type Item = &'a f64;
    type IntoIter = std::slice::Iter<'a, f64>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl std::fmt::Debug for Column {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(out)
    }
}

impl<T: AsRef<[f64]> + ?Sized> PartialEq<T> for Column {
    fn eq(&self, other: &T) -> bool {
        **self == *other.as_ref()
    }
}

impl AsRef<[f64]> for Column {
    fn as_ref(&self) -> &[f64] {
        self
    }
}

impl Serialize for Column {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Column, D::Error> {
        Vec::deserialize(from).map(Column::from)
    }
}

#[cfg(test)]
mod tests {
    use super::Column;

    #[test]
    fn columns_of_one_block_are_as_long_as_they_were_said_to_be() {
        let block = (0..8).map(f64::from).collect();
        let [low, high] = Column::split(block, 4, 3);
        assert_eq!(low, [0.0, 1.0, 2.0]);
        assert_eq!(high, [4.0, 5.0, 6.0]);
    }

    #[test]
    fn a_column_without_numbers_in_its_block_is_empty() {
        let [first, second] = Column::split(vec![1.0, 2.0], 2, 9);
        assert_eq!(first, [1.0, 2.0]);
        assert!(second.is_empty());
        assert!(Column::default().is_empty());
    }

    #[test]
    fn it_is_written_and_read_as_a_list() {
        let column = Column::from(vec![1.5, -2.0]);
        let text = serde_json::to_string(&column).unwrap();
        assert_eq!(text, "[1.5,-2.0]");
        assert_eq!(serde_json::from_str::<Column>(&text).unwrap(), column);
    }
}
