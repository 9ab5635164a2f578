//! Files of text: their encoding, their rows, and the cells of a row.

pub mod cells;
pub mod cp949;
pub mod encoding;
pub mod sheet;

pub use sheet::Sheet;
