"""Tests of springsim, against truth that does not come from springsim."""
