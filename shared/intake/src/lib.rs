//! Files from strangers: what they hold, what is wrong with it row by row, and what can be mended, before any of it becomes bars.
//!
//! ```text
//! bytes ─ sniff ─▶ Format ─ read ─▶ Draft ─ inspect ─▶ Findings ─ the person picks Repairs ─ bars ─▶ Import { Bars }
//! ```
//! A [`Draft`] keeps what the file says and is never changed, so leaving a repair out takes it back. Nothing is altered
//! that no [`Repair`] or [`Options`] asked for.

pub mod defect;
pub mod draft;
pub mod export;
pub mod format;
mod guess;
pub mod import;
mod judge;
pub mod limits;
pub mod options;
pub mod quality;
pub mod refusal;
pub mod repair;
mod source;
mod table;
mod text;
mod value;
pub mod zip;

pub use defect::{Defect, DefectKind, Findings, Found, Severity, Words};
pub use draft::{Column, Draft, Preview, PreviewRow};
pub use format::{Format, sniff};
pub use import::{Import, Mended, Unfit, bars, inspect};
pub use options::{Delimiter, Encoding, NumberForm, Options, Place, Role, TimeForm};
pub use quality::{Quality, quality};
pub use refusal::Refusal;
pub use repair::Repair;
