//! The parts pages are made of, one job each.

pub mod choice_field;
pub mod copy;
pub mod crash;
pub mod download;
pub mod footer;
pub mod grid;
pub mod help;
pub mod icon;
pub mod keys;
pub mod lazy;
pub mod notices;
pub mod number_field;
pub mod rows;
pub mod segments;
pub mod settings_menu;
pub mod sideways;
pub mod strip;
pub mod switch_field;
pub mod title;
pub mod top_bar;
pub mod why;
