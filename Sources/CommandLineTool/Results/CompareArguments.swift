public import ArgumentParser
public import Reports

// The choices of `capi compare` as words on the command line.

extension ScoreSelection: ExpressibleByArgument {}

extension PairedTestChoice: ExpressibleByArgument {}
