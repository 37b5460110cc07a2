using Scanner.Conformance.Cel;
using Scanner.Conformance.JmesPath;
using Scanner.Conformance.Kyverno;

// An engine's own test cases, from a checkout of its repository: docs/engines.md says which.
return args switch
{
    ["cel", var directory] => CelSuite.Run(directory, Console.Out),
    ["jmespath", var directory] => JmesSuite.Run(directory, Console.Out),
    ["kyverno", var directory] => KyvernoSuite.Run(directory, Console.Out),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Scanner.Conformance cel|jmespath|kyverno DIR    (DIR is a checkout of the repository that docs/engines.md names)");
    return 2;
}
