namespace Scanner.Cli.Help;

/// <summary>What help says beyond the list of flags.</summary>
internal static class HelpTexts
{
    private const string ResultCodes = """
        Exit codes:
          0    complete, nothing at or above --fail-on
          1    findings at or above --fail-on
          2    wrong usage or configuration
          3    no such finding, but something could not be looked at, or the result could not be written
          130  interrupted

        """;

    private const string OtherCodes = """
        Exit codes:
          0  done
          2  wrong usage or configuration
          3  the output could not be written

        """;

    private const string ReviewCodes = """
        Exit codes:
          0    allowed
          1    denied
          2    wrong usage or configuration
          3    unknown: a policy could not be read, or depends on what is not known
          130  interrupted

        """;

    /// <summary>Examples and exit codes of a command; of the program for a name that is none.</summary>
    public static string Of(string command) => command switch
    {
        "scan" => Examples(
            ResultCodes,
            ("scanner scan", "the cluster of the current kubectl context"),
            ("scanner scan -n payments,shop -o json", "two namespaces, as JSON"),
            ("scanner scan -l team=web --fail-on critical", "the namespaces of one team; only critical findings fail"),
            ("scanner scan -o json=scan.json -o table", "JSON to a file, the table to the terminal"),
            ("helm template chart | scanner scan --from -", "objects from files, without a cluster"),
            ("kubectl port-forward -n scanner deploy/scanner 8081 & scanner scan --url http://127.0.0.1:8081", "what the worker of an installation knows"),
            ("scanner scan --publish", "also write PolicyReports, where no worker does"),
            ("scanner scan --probe-as jane", "list as yourself, probe as jane")),
        "probe" => Examples(
            ResultCodes,
            ("scanner probe payments", "a namespace, explained"),
            ("scanner probe payments/web-0", "one pod"),
            ("scanner probe web-0 -n payments", "the same pod")),
        "rbac" => Examples(
            ResultCodes,
            ("scanner rbac", "everybody who can add ephemeral containers"),
            ("scanner rbac -n payments --subject Group:developers", "one group, in one namespace"),
            ("scanner rbac --verify", "let the server confirm each line")),
        "review" => Examples(
            ReviewCodes,
            ("scanner review --from policies/", "would these policies stop kubectl debug --profile=sysadmin? No cluster is needed"),
            ("scanner review --from policy.yaml --pod payments/web-0", "a policy that is about to be applied, with those of the cluster, for one of its pods"),
            ("scanner review --profile netadmin -n payments", "the policies of the cluster, another profile"),
            ("scanner review --from policies/ --request deployment.yaml", "an object of any kind"),
            ("scanner review --from policies/ --request review.json -o json", "an AdmissionReview, as webhooks are sent")),
        "explain" => Examples(
            ResultCodes,
            ("scanner explain payments", "a namespace: what was answered, by which policies, who can use it, and what to do"),
            ("scanner explain payments --from cluster/", "the same from files, without a cluster"),
            ("scanner explain ES403", "a rule: what it says, how to confirm and mend it, and when to accept it"),
            ("scanner explain -n es403", "a namespace that is called like a rule")),
        "run" => Examples(
            OtherCodes,
            ("scanner run --config scanner.yaml", "the worker of an installation"),
            ("scanner run --listen 127.0.0.1:8080", "on a laptop: no leader election and no reports unless they are asked for")),
        "version" => Examples(
            OtherCodes,
            ("scanner version", "this program and the server"),
            ("scanner version --client -o json", "this program alone, as JSON")),
        "completion" => Examples(
            OtherCodes,
            ("source <(scanner completion bash)", "now; in ~/.bashrc for always"),
            ("scanner completion zsh > \"${fpath[1]}/_scanner\"", "zsh"),
            ("scanner completion fish > ~/.config/fish/completions/scanner.fish", "fish"),
            ("scanner completion powershell | Out-String | Invoke-Expression", "PowerShell")),
        "help" => "",
        _ => Examples(
            ResultCodes,
            ("scanner scan", "the cluster of the current kubectl context"),
            ("scanner --context prod scan -n payments", "connection flags stand before or after the command"),
            ("scanner help scan", "flags, defaults, examples and exit codes of a command")),
    };

    private static string Examples(string codes, params (string Line, string What)[] examples) =>
        $"Examples:\n{string.Concat(examples.Select(e => $"  {e.Line}\n      {e.What}\n"))}\n{codes}";
}
