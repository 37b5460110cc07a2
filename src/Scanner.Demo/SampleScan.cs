using Scanner.Cli;
using Scanner.Cli.Commands;
using Scanner.Publishing.Terminal;
using Scanner.Sessions;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;

namespace Scanner.Demo;

/// <summary>Scans the embedded sample cluster and tells how to do the same with a real one.</summary>
internal static class SampleScan
{
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine("Starting the embedded sample cluster: a simulated API server with 28 namespaces, one situation each ...");
        await using var server = await SampleServer.StartAsync(KubernetesVersion.V1_36, cancellationToken);
        var kubeconfig = Path.Combine(Path.GetTempPath(), $"scanner-demo-{Guid.NewGuid():N}.kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, server.Kubeconfig(), cancellationToken);
        try
        {
            Console.Error.WriteLine("Scanning it: every probe is a server-side dry run, nothing is changed ...");
            Console.Error.WriteLine();
            var host = new CliHost(Console.Out, Console.Error, TerminalTraits.OfConsole(), new KubeconfigConnector(TimeProvider.System), TimeProvider.System);
            var code = await ScannerCli.RunAsync(["scan", "--kubeconfig", kubeconfig, .. args], host, cancellationToken);
            if (code is not (ExitCode.Success or ExitCode.Findings))
                return code;
        }
        finally
        {
            File.Delete(kubeconfig);
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine("This was a simulation. To scan the cluster of your current kubectl context:");
        Console.Out.WriteLine("  dotnet run --project src/Scanner -- scan");
        Console.Out.WriteLine("One namespace, explained:");
        Console.Out.WriteLine("  dotnet run --project src/Scanner -- probe NAMESPACE");
        return ExitCode.Success;
    }
}
