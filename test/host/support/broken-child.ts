/** A child that ends before it has said anything, as one does whose addon cannot be loaded. */
process.exitCode = 1;
