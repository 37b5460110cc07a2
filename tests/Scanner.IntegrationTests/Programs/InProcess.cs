namespace Scanner.IntegrationTests.Programs;

/// <summary>Why a test cannot be run against a program in another process.</summary>
internal static class InProcess
{
    public const string Clock = "this test moves the clock of the program";
    public const string Snapshots = "this test reads the snapshots of the worker, which cannot be seen from another process";
    public const string Interruption = "this test interrupts the program at a certain request";
    public const string Facts = "this test compares facts as the readers give them, which are never printed";
    public const string Monitoring = "this test is one of dashboards and alerts, and asks nothing of the program that another one would answer otherwise";
    public const string NotTheScanner = "this test is one of the simulated server, not of the scanner";
}
