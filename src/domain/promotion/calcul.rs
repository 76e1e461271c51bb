//! Computations on a stage, each with its working: effective days, hours, gratification.
//!
//! Days are those of the exam (journées de présence); hours bring the law's units: 7 h = 1 day, 22 days = 1 month (D124-6).
