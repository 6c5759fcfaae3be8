//! Where sun and moon stand, to a minute of time: as exactly as the calendars that follow them need (after J. Meeus,
//! Astronomical Algorithms). Moments are days since noon of 1 January 2000, universal time; angles are degrees.

use jiff::Span;
use jiff::civil::Date;

/// Days from one new moon to the next, on average.
pub(super) const MONTH: f64 = 29.530_589;

/// The greatest terms of the moon's longitude: amplitude, and how often each of the moon's elongation, the sun's anomaly, the
/// moon's anomaly and the moon's distance from its node is in the angle.
const LONGITUDE: [(f64, f64, f64, f64, f64); 24] = [
    (6.288_774, 0.0, 0.0, 1.0, 0.0),
    (1.274_027, 2.0, 0.0, -1.0, 0.0),
    (0.658_314, 2.0, 0.0, 0.0, 0.0),
    (0.213_618, 0.0, 0.0, 2.0, 0.0),
    (-0.185_116, 0.0, 1.0, 0.0, 0.0),
    (-0.114_332, 0.0, 0.0, 0.0, 2.0),
    (0.058_793, 2.0, 0.0, -2.0, 0.0),
    (0.057_066, 2.0, -1.0, -1.0, 0.0),
    (0.053_322, 2.0, 0.0, 1.0, 0.0),
    (0.045_758, 2.0, -1.0, 0.0, 0.0),
    (-0.040_923, 0.0, 1.0, -1.0, 0.0),
    (-0.034_720, 1.0, 0.0, 0.0, 0.0),
    (-0.030_383, 0.0, 1.0, 1.0, 0.0),
    (0.015_327, 2.0, 0.0, 0.0, -2.0),
    (-0.012_528, 0.0, 0.0, 1.0, 2.0),
    (0.010_980, 0.0, 0.0, 1.0, -2.0),
    (0.010_675, 4.0, 0.0, -1.0, 0.0),
    (0.010_034, 0.0, 0.0, 3.0, 0.0),
    (0.008_548, 4.0, 0.0, -2.0, 0.0),
    (-0.007_888, 2.0, 1.0, -1.0, 0.0),
    (-0.006_766, 2.0, 1.0, 0.0, 0.0),
    (-0.005_163, 1.0, 0.0, -1.0, 0.0),
    (0.004_987, 1.0, 1.0, 0.0, 0.0),
    (0.004_036, 2.0, -1.0, 1.0, 0.0),
];

/// The same for its latitude.
const LATITUDE: [(f64, f64, f64, f64, f64); 6] = [
    (5.128_122, 0.0, 0.0, 0.0, 1.0),
    (0.280_602, 0.0, 0.0, 1.0, 1.0),
    (0.277_693, 0.0, 0.0, 1.0, -1.0),
    (0.173_237, 2.0, 0.0, 0.0, -1.0),
    (0.055_413, 2.0, 0.0, -1.0, 1.0),
    (0.046_271, 2.0, 0.0, -1.0, -1.0),
];

/// The beginning of a day in universal time.
pub(super) fn midnight(date: Date) -> Option<f64> {
    let days = date.since(Date::new(2000, 1, 1).ok()?).ok()?.get_days();
    Some(f64::from(days) - 0.5)
}

/// The day of a moment in universal time.
pub(super) fn date(moment: f64) -> Option<Date> {
    day(whole(moment + 0.5))
}

/// The day so many days after 1 January 2000.
pub(super) fn day(number: i32) -> Option<Date> {
    let span = Span::new().try_days(i64::from(number)).ok()?;
    Date::new(2000, 1, 1).ok()?.checked_add(span).ok()
}

/// The number below or at `value`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "days of a few centuries and degrees of a circle are small; a float that is too great becomes the greatest number"
)]
pub(super) fn whole(value: f64) -> i32 {
    value.floor() as i32
}

/// The sun's longitude.
pub(super) fn sun(moment: f64) -> f64 {
    let century = (moment + clocks(moment)) / 36_525.0;
    let anomaly = (357.529_11 + 35_999.050_29 * century).to_radians();
    let centre = (1.914_602 - 0.004_817 * century) * anomaly.sin()
        + 0.019_993 * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let mean = 280.466_46 + 36_000.769_83 * century;
    (mean + centre - 0.005_69 + nutation(century)).rem_euclid(360.0)
}

/// The moon's longitude.
pub(super) fn moon(moment: f64) -> f64 {
    let century = (moment + clocks(moment)) / 36_525.0;
    let mean = 218.316_447_7 + 481_267.881_234_21 * century;
    (mean + terms(&LONGITUDE, century) + nutation(century)).rem_euclid(360.0)
}

/// The moon's latitude.
pub(super) fn moon_latitude(moment: f64) -> f64 {
    terms(&LATITUDE, (moment + clocks(moment)) / 36_525.0)
}

/// How far the moon is ahead of the sun: 0 is new, 180 full.
pub(super) fn phase(moment: f64) -> f64 {
    (moon(moment) - sun(moment)).rem_euclid(360.0)
}

/// The new moon nearest to a moment.
pub(super) fn new_moon(moment: f64) -> f64 {
    let mut at = moment;
    for _ in 0..6 {
        let ahead = (phase(at) + 180.0).rem_euclid(360.0) - 180.0;
        at -= ahead / 12.190_749;
    }
    at
}

/// The first new moon at or after a moment.
pub(super) fn new_moon_from(moment: f64) -> f64 {
    let mut at = new_moon(moment);
    while at < moment {
        at = new_moon(at + MONTH);
    }
    loop {
        let before = new_moon(at - MONTH);
        if before < moment {
            return at;
        }
        at = before;
    }
}

/// How high a place of the sky stands over Mecca.
pub(super) fn height_in_mecca(longitude: f64, latitude: f64, moment: f64) -> f64 {
    let (lon, lat) = (longitude.to_radians(), latitude.to_radians());
    let tilt = 23.4393_f64.to_radians();
    let ascension = (lon.sin() * tilt.cos() - lat.tan() * tilt.sin()).atan2(lon.cos());
    let declination = (lat.sin() * tilt.cos() + lat.cos() * tilt.sin() * lon.sin()).asin();
    let here = 21.4225_f64.to_radians();
    let turned = (280.460_618_37 + 360.985_647_366_29 * moment + 39.8262).to_radians();
    let height = here.sin() * declination.sin()
        + here.cos() * declination.cos() * (turned - ascension).cos();
    height.asin().to_degrees()
}

fn terms(terms: &[(f64, f64, f64, f64, f64)], century: f64) -> f64 {
    let elongation = 297.850_192_1 + 445_267.111_403_4 * century;
    let sun = 357.529_109_2 + 35_999.050_290_9 * century;
    let moon = 134.963_396_4 + 477_198.867_505_5 * century;
    let node = 93.272_095_0 + 483_202.017_523_3 * century;
    terms
        .iter()
        .map(|(size, d, m, p, f)| {
            size * (d * elongation + m * sun + p * moon + f * node)
                .to_radians()
                .sin()
        })
        .sum()
}

fn nutation(century: f64) -> f64 {
    -0.004_78 * (125.04 - 1934.136 * century).to_radians().sin()
}

/// How far clocks are behind the even time of the sky.
fn clocks(moment: f64) -> f64 {
    let years = moment / 365.25;
    (63.86 + 0.33 * years + 0.006 * years * years) / 86_400.0
}
