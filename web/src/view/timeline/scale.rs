//! From times to places on a line as wide as the screen allows.

use certlens::time::{CivilTime, DAY, Timestamp};
use yew::prelude::*;

/// Most marks on the axis.
const MOST_MARKS: i64 = 7;
/// Months from one mark to the next.
const STEPS: [i64; 10] = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200];

/// The times that a line begins and ends with, and those marked on it.
pub(super) struct Scale {
    pub(super) first: i64,
    pub(super) last: i64,
    marks: Vec<(i64, String)>,
}

impl Scale {
    /// The scale on which all of `times` have a place, with room at both ends.
    pub(super) fn over(times: impl Iterator<Item = i64> + Clone) -> Self {
        let first = times.clone().min().unwrap_or_default();
        let last = times.max().unwrap_or_default();
        let room = DAY.max(last.saturating_sub(first) / 50);
        let (first, last) = (first.saturating_sub(room), last.saturating_add(room));
        Self { first, last, marks: marks(first, last) }
    }

    /// How far along `time` is.
    pub(super) fn place(&self, time: i64) -> String {
        percent(time.clamp(self.first, self.last) - self.first, self.last - self.first)
    }

    /// How much of the line lies between two times.
    pub(super) fn width(&self, from: i64, to: i64) -> String {
        percent(to.saturating_sub(from), self.last - self.first)
    }

    /// The years or months, above everything that is drawn on the scale.
    pub(super) fn axis(&self) -> Html {
        html! {
            <svg class="bar-chart axis" width="100%" height="22" aria-hidden="true">
                { for self.marks.iter().map(|(time, label)| html! {
                    <g>
                        <line x1={self.place(*time)} x2={self.place(*time)} y1="16" y2="22" />
                        <text x={self.place(*time)} y="12" text-anchor="middle">{ label.clone() }</text>
                    </g>
                }) }
            </svg>
        }
    }

    /// The same marks behind a bar.
    pub(super) fn lines(&self) -> Html {
        html! {
            <g class="axis">{ for self.marks.iter().map(|(time, _)| html! {
                <line x1={self.place(*time)} x2={self.place(*time)} y1="0" y2="100%" />
            }) }</g>
        }
    }
}

/// Beginnings of months or years inside of the scale, away from its ends, where no label has room.
fn marks(first: i64, last: i64) -> Vec<(i64, String)> {
    let months = last.saturating_sub(first) / (30 * DAY);
    let step = STEPS.into_iter().find(|step| months / step <= MOST_MARKS).unwrap_or(12_000);
    let begin = Timestamp(first).civil();
    let room = (last - first) / 30;
    let number = |index: i64| {
        let month = (begin.year * 12 + begin.month - 1) / step * step + index * step;
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        let civil = CivilTime { year, month, day: 1, hour: 0, minute: 0, second: 0 };
        let label = if step < 12 { format!("{year}-{month:02}") } else { year.to_string() };
        (civil.timestamp().0, label)
    };
    let inside = |(time, _): &(i64, String)| first + room < *time && *time < last - room;
    (0..=MOST_MARKS + 2).map(number).filter(inside).collect()
}

/// In hundredths of a per cent, so that whole numbers do.
fn percent(part: i64, whole: i64) -> String {
    let share = part.saturating_mul(10_000) / whole.max(1);
    format!("{}.{:02}%", share / 100, share % 100)
}

/// The day of a time, as RFC 3339 writes it.
pub(super) fn day(time: i64) -> String {
    let text = Timestamp(time).to_string();
    text.split('T').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Scale, percent};

    #[test]
    fn places_are_shares_of_the_line() {
        for (part, whole, expected) in
            [(0, 10, "0.00%"), (1, 3, "33.33%"), (10, 10, "100.00%"), (1, 0, "100.00%")]
        {
            assert_eq!(percent(part, whole), expected);
        }
    }

    #[test]
    fn marks_are_few_and_in_their_order() {
        let year = 365 * 86_400;
        for years in [0, 1, 2, 10, 30, 99, 1000, 7000] {
            let scale = Scale::over([0, years * year].into_iter());
            let times: Vec<i64> = scale.marks.iter().map(|(time, _)| *time).collect();
            assert!(times.len() <= 10 && times.is_sorted(), "{years}: {times:?}");
            assert!(years == 0 || !times.is_empty(), "{years}");
        }
    }
}
