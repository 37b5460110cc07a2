using Scanner.Conformance;
using Scanner.Conformance.Cel;

// An engine's own test cases, from a checkout of its repository: docs/engines.md says which.
if (args is not ["cel", var directory])
{
    Console.Error.WriteLine("usage: Scanner.Conformance cel DIR    (DIR is a checkout of google/cel-spec)");
    return 2;
}

var files = CelSuite.FilesOf(directory);
if (files.Length == 0)
{
    Console.Error.WriteLine("There are no files tests/simple/testdata/*.textproto below the directory that was given.");
    return 2;
}

var report = new SuiteReport(CelExceptions.Names);
foreach (var file in files)
    report.Add(Path.GetFileName(file), CelSuite.Run(File.ReadAllText(file)));
return report.Write(Console.Out);
