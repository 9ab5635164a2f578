//! One cell: a number or a moment, however it is written.

pub mod clock;
pub mod cursor;
pub mod grouped;
pub mod moment;
pub mod number;
