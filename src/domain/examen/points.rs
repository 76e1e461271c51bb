//! Points of a barème: half points are points.

use std::borrow::Cow;
use std::iter::Sum;
use std::ops::Add;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::nombre;

/// Points, in hundredths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Points(u32);

impl Points {
    /// The most that anything is worth.
    pub const MAX: u32 = 1000;

    /// Whole points.
    pub const fn whole(points: u32) -> Points {
        Points(points * 100)
    }

    /// So many hundredths of a point.
    pub const fn hundredths(hundredths: u32) -> Points {
        Points(hundredths)
    }

    /// In hundredths of a point.
    pub const fn in_hundredths(self) -> u32 {
        self.0
    }

    /// As a data file says them: « 1.5 ».
    pub fn in_data(self) -> String {
        nombre(self.0).replace(',', ".")
    }
}

impl std::fmt::Display for Points {
    /// As people write them: « 1,5 ».
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&nombre(self.0))
    }
}

impl Add for Points {
    type Output = Points;

    fn add(self, other: Points) -> Points {
        Points(self.0.saturating_add(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(all: I) -> Points {
        all.fold(Points::default(), Add::add)
    }
}

impl From<Points> for f64 {
    fn from(points: Points) -> f64 {
        f64::from(points.0) / 100.0
    }
}

impl TryFrom<f64> for Points {
    type Error = &'static str;

    fn try_from(told: f64) -> Result<Points, &'static str> {
        let hundredths = (told * 100.0).round();
        let whole = (told * 100.0 - hundredths).abs() < 1e-6;
        match whole && (0.0..=f64::from(Points::MAX) * 100.0).contains(&hundredths) {
            true => Ok(Points(hundredths as u32)),
            false => Err("points of at most two decimals, from 0 to 1000"),
        }
    }
}

impl JsonSchema for Points {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Points".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0, "maximum": Points::MAX })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_points_are_points() {
        let sum: Points = [1.5, 2.0, 0.25].into_iter().map(|p| Points::try_from(p).unwrap()).sum();
        assert_eq!((sum, sum.to_string(), sum.in_data()), (Points::hundredths(375), "3,75".into(), "3.75".into()));
        assert_eq!(Points::whole(20).to_string(), "20");
        assert!([-1.0, 1000.5, 0.333, f64::NAN].into_iter().all(|p| Points::try_from(p).is_err()));
    }
}
