//! What is wrong with a file as a whole: columns, bytes, marks, day and month, markets.

use super::log::Log;
use crate::defect::{DefectKind, Words};
use crate::guess::{Plan, layout, roles};
use crate::limits::CELL_SHOWN;
use crate::options::Role;
use crate::repair::Repair;
use crate::table::{Cell, Table, said};

/// Judges the file before its rows.
pub fn judge(table: &Table, plan: &Plan, log: &mut Log) {
    columns(plan, log);
    super::market::judge(table, plan, log);
    volume(table, plan, log);
    if let Table::Text {
        sheet,
        header,
        first,
    } = table
    {
        let bad = Words::new(
            "letters of the encoding that was chosen",
            "선택한 인코딩의 글자",
        );
        for row in sheet.bad_rows() {
            let value = || {
                (
                    String::new(),
                    said(Cell::Text(sheet.row(row)), CELL_SHOWN),
                    bad.clone(),
                )
            };
            log.note(DefectKind::UndecodableBytes, sheet.line(row), value);
        }
        let text = sheet.text();
        for place in memchr::memmem::find_iter(text, b"\xef\xbb\xbf").filter(|place| *place > 0) {
            let right = Words::new("no mark inside the file", "중간에 BOM이 없는 파일");
            log.note(
                DefectKind::MarkInside,
                sheet.line(sheet.row_at(place)),
                || (String::new(), "U+FEFF".to_owned(), right),
            );
        }
        // What stands above the table is no row of it.
        for row in (0..header.unwrap_or(*first)).take(*first) {
            let detail = || {
                let right = Words::new("the header or the first row", "머리글 또는 첫 행");
                (
                    String::new(),
                    said(Cell::Text(sheet.row(row)), CELL_SHOWN),
                    right,
                )
            };
            log.mend_or_note(
                Repair::DropNotes,
                DefectKind::NoteLine,
                sheet.line(row),
                detail,
            );
        }
    }
    if let (None, Some(place)) = (
        plan.time,
        plan.place(Role::Time).or_else(|| plan.place(Role::Date)),
    ) && table.len() > 0
    {
        let first = said(table.cell(0, place), CELL_SHOWN);
        let column = plan.names.get(place).cloned().unwrap_or_default();
        let marks = first.contains(['/', '.', '-'])
            && first
                .bytes()
                .next()
                .is_some_and(|byte| byte.is_ascii_digit());
        let (kind, right) = match marks {
            true => (
                DefectKind::DayMonthUnclear,
                Words::new(
                    "a choice: day first or month first",
                    "일 먼저인지 월 먼저인지의 선택",
                ),
            ),
            false => (DefectKind::TimeUnreadable, super::when::example(None)),
        };
        log.note(kind, table.line(0), || (column, first, right));
    }
}

fn columns(plan: &Plan, log: &mut Log) {
    let has = |role: Role| plan.place(role).is_some();
    let known = plan.names.join(", ");
    let known: String = known.chars().take(CELL_SHOWN).collect();
    for role in [Role::Time, Role::Open, Role::High, Role::Low, Role::Close] {
        let is_there = has(role) || role == Role::Time && has(Role::Date) && has(Role::Clock);
        if !is_there {
            let right = Words::new(
                format!("a column of {} among these", role.id()),
                format!("이 가운데 {} 열", role.id()),
            );
            log.note(DefectKind::MissingColumn, 0, || {
                (role.id().to_owned(), known.clone(), right)
            });
        }
    }
    for place in &plan.twice {
        let name = plan.names.get(*place).cloned().unwrap_or_default();
        let right = Words::new("one column of each meaning", "뜻마다 한 열");
        log.note(DefectKind::ColumnTwice, 0, || {
            (name.clone(), format!("column {}", place + 1), right)
        });
    }
}

fn volume(table: &Table, plan: &Plan, log: &mut Log) {
    let Some(place) = plan.place(Role::Volume) else {
        if !log.asks(Repair::FillVolume) {
            let right = Words::new("a column of volume", "거래량 열");
            log.note(DefectKind::NoVolumeColumn, 0, || {
                (Role::Volume.id().to_owned(), String::new(), right)
            });
        }
        return;
    };
    let name = plan.names.get(place).cloned().unwrap_or_default();
    if roles::names_money(&name) || looks_like_money(table, plan, place) {
        let right = Words::new("units of the base asset", "기준 자산의 수량");
        log.note(DefectKind::VolumeInQuote, 0, || (name.clone(), name, right));
    }
}

/// With both volumes in the file: is the one of units larger than the one of money by about the price?
fn looks_like_money(table: &Table, plan: &Plan, units: usize) -> bool {
    let (Some(money), Some(high), Some(low)) = (
        plan.place(Role::QuoteVolume),
        plan.place(Role::High),
        plan.place(Role::Low),
    ) else {
        return false;
    };
    let value = |row: usize, column: usize| match table.cell(row, column) {
        Cell::Text(text) => crate::value::number::plain(text.trim_ascii()),
        Cell::Number(number) => Some(number),
        Cell::Whole(number) => Some(number as f64),
        _ => None,
    };
    let (mut swapped, mut seen) = (0, 0);
    for row in layout::sample(table.len(), 200) {
        let read = (
            value(row, units),
            value(row, money),
            value(row, high),
            value(row, low),
        );
        let (Some(units), Some(money), Some(high), Some(low)) = read else {
            continue;
        };
        if units <= 0.0 || money <= 0.0 {
            continue;
        }
        seen += 1;
        let price = units / money;
        // Both the right way round gives the price as money ÷ units; near 1 nobody can tell.
        let is_price = (low * 0.98..=high * 1.02).contains(&price);
        let is_unclear = (low * 0.98..=high * 1.02).contains(&(money / units));
        swapped += usize::from(is_price && !is_unclear);
    }
    seen > 0 && swapped * 10 >= seen * 9
}
