#include "reins_controller/simulated_arm.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "hardware_interface/types/hardware_interface_type_values.hpp"
#include "pluginlib/class_list_macros.hpp"

namespace reins_controller
{

using hardware_interface::CallbackReturn;
using hardware_interface::CommandInterface;
using hardware_interface::HardwareInfo;
using hardware_interface::StateInterface;
using hardware_interface::return_type;

namespace
{

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

/// @throws std::invalid_argument in one sentence
double number(const std::string & what, const std::string & text)
{
  size_t used = 0;
  double value = 0;
  try {
    value = std::stod(text, &used);
  } catch (const std::logic_error &) {
    used = 0;
  }
  if (used == 0 || used != text.size() || !std::isfinite(value)) {
    throw std::invalid_argument(what + " is " + text + ": it must be a number");
  }
  return value;
}

double positive(const HardwareInfo & info, const std::string & name, double otherwise)
{
  const auto found = info.hardware_parameters.find(name);
  if (found == info.hardware_parameters.end()) {
    return otherwise;
  }
  const double value = number(name, found->second);
  if (value <= 0) {
    throw std::invalid_argument(name + " is " + found->second + ": allowed is a number above 0");
  }
  return value;
}

double posture(const hardware_interface::ComponentInfo & joint)
{
  for (const hardware_interface::InterfaceInfo & state : joint.state_interfaces) {
    if (state.name == hardware_interface::HW_IF_POSITION && !state.initial_value.empty()) {
      return number("initial_value of " + joint.name, state.initial_value);
    }
  }
  return 0;
}

}  // namespace

CallbackReturn SimulatedArm::on_init(const HardwareInfo & info)
{
  if (SystemInterface::on_init(info) != CallbackReturn::SUCCESS) {
    return CallbackReturn::ERROR;
  }
  try {
    std::vector<double> q;
    for (const hardware_interface::ComponentInfo & joint : info_.joints) {
      q.push_back(posture(joint));
      for (const hardware_interface::InterfaceInfo & command : joint.command_interfaces) {
        kind_of(command.name);  // throws for one that it does not take
      }
    }
    drives_ = std::make_unique<Drives>(
      q, positive(info_, "rate_hz", 1000), positive(info_, "inertia", 0.5));
    efforts_.assign(q.size(), kNothing);
    velocities_.assign(q.size(), kNothing);
    positions_.assign(q.size(), kNothing);
    rest_.assign(q.size(), 0.0);
  } catch (const std::exception & e) {
    RCLCPP_ERROR(rclcpp::get_logger("simulated_arm"), "%s: %s", info_.name.c_str(), e.what());
    return CallbackReturn::ERROR;
  }
  return CallbackReturn::SUCCESS;
}

std::vector<StateInterface> SimulatedArm::export_state_interfaces()
{
  std::vector<StateInterface> states;
  Measured & measured = drives_->measured();
  for (size_t i = 0; i < info_.joints.size(); i++) {
    const std::string & name = info_.joints[i].name;
    states.emplace_back(name, hardware_interface::HW_IF_POSITION, &measured.q[i]);
    states.emplace_back(name, hardware_interface::HW_IF_VELOCITY, &measured.qd[i]);
    states.emplace_back(name, hardware_interface::HW_IF_EFFORT, &measured.effort[i]);
  }
  return states;
}

std::vector<CommandInterface> SimulatedArm::export_command_interfaces()
{
  std::vector<CommandInterface> taken;
  for (size_t i = 0; i < info_.joints.size(); i++) {
    for (const hardware_interface::InterfaceInfo & command : info_.joints[i].command_interfaces) {
      const Kind kind = kind_of(command.name);
      taken.emplace_back(info_.joints[i].name, command.name, &commands(kind)[i]);
    }
  }
  return taken;
}

std::vector<double> & SimulatedArm::commands(Kind kind)
{
  return kind == Kind::kEffort ? efforts_ : kind == Kind::kVelocity ? velocities_ : positions_;
}

return_type SimulatedArm::perform_command_mode_switch(
  const std::vector<std::string> & start, const std::vector<std::string> & /*stop*/)
{
  const auto own = [this](const std::string & interface) {
      const std::string joint = interface.substr(0, interface.rfind('/'));
      return std::any_of(
        info_.joints.begin(), info_.joints.end(),
        [&joint](const hardware_interface::ComponentInfo & j) {return j.name == joint;});
    };
  for (const std::string & interface : start) {
    if (own(interface)) {
      kind_ = kind_of(interface.substr(interface.rfind('/') + 1));
      std::fill(commands(kind_).begin(), commands(kind_).end(), kNothing);
      driven_ = true;
    }
  }
  return return_type::OK;
}

return_type SimulatedArm::read(const rclcpp::Time & /*time*/, const rclcpp::Duration & /*period*/)
{
  return return_type::OK;
}

return_type SimulatedArm::write(const rclcpp::Time & /*time*/, const rclcpp::Duration & /*period*/)
{
  const std::vector<double> & command = commands(kind_);
  const bool given = std::all_of(
    command.begin(), command.end(), [](double v) {return std::isfinite(v);});
  if (driven_ && given) {
    drives_->step(kind_, command);
  } else {
    drives_->step(Kind::kVelocity, rest_);
  }
  return return_type::OK;
}

}  // namespace reins_controller

PLUGINLIB_EXPORT_CLASS(reins_controller::SimulatedArm, hardware_interface::SystemInterface)
