namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>One failed check: <c>Reason (Detail)</c> in messages.</summary>
internal sealed record PodSecurityViolation(string Reason, string Detail)
{
    public override string ToString() => Detail.Length == 0 ? Reason : $"{Reason} ({Detail})";
}
