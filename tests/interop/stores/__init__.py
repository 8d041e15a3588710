"""Stores that speak SPARQL 1.1 Protocol, each started empty on a port of this machine."""
